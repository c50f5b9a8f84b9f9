# Finding Python and preparing .venv on Windows. Dot-sourced by run.ps1 and test.ps1.
# Written with the same care as system.sh and NOT YET TESTED on Windows.
$ErrorActionPreference = 'Stop'

function Stop-With([string]$Words) {
    [Console]::Error.WriteLine($Words)
    exit 1
}

function Find-Python {
    foreach ($version in '3.11', '3.12', '3.13') {
        if (Get-Command py -ErrorAction SilentlyContinue) {
            $found = & py "-$version" -c 'import sys; print(sys.executable)' 2>$null
            if ($LASTEXITCODE -eq 0 -and $found) { return $found.Trim() }
        }
    }
    $plain = Get-Command python -ErrorAction SilentlyContinue
    # The Store's stand-in for Python prints nothing and fails.
    if ($plain) {
        & $plain.Source -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>$null
        if ($LASTEXITCODE -eq 0) { return $plain.Source }
    }
    return $null
}

function Install-Python {
    if (-not (Get-Command winget -ErrorAction SilentlyContinue)) {
        Stop-With '需要 Python 3.11 至 3.13。请从 python.org 下载安装后重新运行。'
    }
    [Console]::Error.WriteLine('正在安装 Python 3.12……')
    & winget install --id Python.Python.3.12 --exact --scope user --silent --accept-package-agreements --accept-source-agreements | Out-Null
    $env:Path = [Environment]::GetEnvironmentVariable('Path', 'User') + ';' + [Environment]::GetEnvironmentVariable('Path', 'Machine')
}

function Initialize-Venv([string]$Lock) {
    $stamp = ".venv\wucha-$(Split-Path $Lock -Leaf).ok"
    $wanted = (Get-FileHash -Algorithm SHA256 $Lock).Hash
    if ((Test-Path '.venv\Scripts\python.exe') -and (Test-Path $stamp) -and ((Get-Content $stamp -Raw).Trim() -eq $wanted)) {
        return
    }
    $python = Find-Python
    if (-not $python) { Install-Python; $python = Find-Python }
    if (-not $python) { Stop-With '没有找到 Python 3.11 至 3.13，安装后请重新打开一个窗口再运行。' }
    [Console]::Error.WriteLine('正在准备运行环境（首次约几分钟）……')
    $usable = $false
    if (Test-Path '.venv\Scripts\python.exe') {
        & .venv\Scripts\python.exe -m pip --version *> $null
        $usable = $LASTEXITCODE -eq 0
    }
    if (-not $usable) {
        & $python -m venv --clear .venv
        if ($LASTEXITCODE -ne 0) { Stop-With '无法建立运行环境，请检查磁盘空间和文件夹权限。' }
    }
    & .venv\Scripts\python.exe -m pip install -q --disable-pip-version-check --require-hashes -r $Lock
    if ($LASTEXITCODE -ne 0) { Stop-With '运行库没有装全。请检查网络后重新运行，已下载的部分不会重来。' }
    Set-Content -Path $stamp -Value $wanted -NoNewline
}
