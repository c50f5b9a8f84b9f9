# Installs what the tests need and runs every check of the repository. Arguments go to pytest.
# NOT YET TESTED on Windows; the tests that read PDFs need poppler's pdftotext on the PATH.
Set-Location (Split-Path $PSScriptRoot -Parent)
. "$PSScriptRoot\system.ps1"
Initialize-Venv 'requirements-dev.lock'
$env:QT_QPA_PLATFORM = 'offscreen'
$bin = '.venv\Scripts'
foreach ($step in @('ruff format --check .', 'ruff check .', 'mypy', 'lint-imports', 'vulture')) {
    $name, $rest = $step -split ' ', 2
    $given = @(if ($rest) { $rest -split ' ' })
    & "$bin\$name.exe" @given
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
& "$bin\python.exe" -m pytest -n 2 @args
exit $LASTEXITCODE
