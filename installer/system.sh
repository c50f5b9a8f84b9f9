# Finding and installing the system packages WuCha needs. Sourced by run.sh and test.sh.
# shellcheck shell=sh

# Debian package names; the file each is recognised by keeps a second start off the network.
RUNTIME_FILES="
python3-venv:PYVENV
libegl1:libEGL.so.1
libgl1:libGL.so.1
libxkbcommon-x11-0:libxkbcommon-x11.so.0
libdbus-1-3:libdbus-1.so.3
libfontconfig1:libfontconfig.so.1
libglib2.0-0:libglib-2.0.so.0
libxcb-cursor0:libxcb-cursor.so.0
libxcb-icccm4:libxcb-icccm.so.4
libxcb-image0:libxcb-image.so.0
libxcb-keysyms1:libxcb-keysyms.so.1
libxcb-randr0:libxcb-randr.so.0
libxcb-render-util0:libxcb-render-util.so.0
libxcb-shape0:libxcb-shape.so.0
libxcb-xinerama0:libxcb-xinerama.so.0
libxcb-xkb1:libxcb-xkb.so.1
"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

find_python() {
    for candidate in python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

have_file() {
    case "$1" in
    PYVENV) python=$(find_python) && "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
    /*) [ -e "$1" ] ;;
    *.so.*) ldconfig_list | grep -q "$1" ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

ldconfig_list() {
    if command -v ldconfig >/dev/null 2>&1; then ldconfig -p; else /sbin/ldconfig -p; fi 2>/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        return 126
    fi
}

# install_missing "package:file package:file …"
install_missing() {
    missing=""
    for pair in $1; do
        have_file "${pair#*:}" || missing="$missing ${pair%%:*}"
    done
    find_python >/dev/null || missing="$missing python3"
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        fail "缺少系统组件：$missing。本机没有 apt-get，请用系统的软件管理器安装同名组件后重新运行。"
    fi
    say "正在安装系统组件：$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    as_root apt-get update -q >&2 && as_root apt-get install -y -q --no-install-recommends $missing >&2 ||
        fail "系统组件没有装上。请检查网络，或请管理员运行：sudo apt-get install$missing"
}

# prepare_venv LOCKFILE: environment in .venv, made again only when the lock file changed.
prepare_venv() {
    lock=$1
    stamp=".venv/wucha-$(basename "$lock").ok"
    wanted=$(cksum <"$lock")
    if [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        return 0
    fi
    python=$(find_python) || fail "需要 Python 3.11 至 3.13，本机没有找到。"
    say "正在准备运行环境（首次约几分钟）……"
    # A half-made environment from an interrupted installation is not trusted.
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv ||
        fail "无法在 $(pwd) 建立运行环境，请检查磁盘空间和文件夹权限。"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" >&2 ||
        fail "运行库没有装全。请检查网络后重新运行，已下载的部分不会重来。"
    printf '%s' "$wanted" >"$stamp"
}
