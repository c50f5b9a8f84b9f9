# Installs what WuCha needs (Python and .venv) and opens it. Arguments go to main.py.
# NOT YET TESTED on Windows. If scripts are blocked: powershell -ExecutionPolicy Bypass -File installer\run.ps1
Set-Location (Split-Path $PSScriptRoot -Parent)
. "$PSScriptRoot\system.ps1"
Initialize-Venv 'requirements.lock'
& .venv\Scripts\python.exe main.py @args
exit $LASTEXITCODE
