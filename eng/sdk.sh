# Sourced by ./charthouse and ./test: finds a .NET 10 SDK or says how to get one. Needs $root.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

find_dotnet() {
  # Microsoft's install script puts the SDK into ~/.dotnet and does not add it to the path.
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "${HOME:-}/.dotnet/dotnet" ]; then
    PATH="$HOME/.dotnet:$PATH"
  fi
  command -v dotnet >/dev/null 2>&1 || return 1
  # A built program looks for the runtime in DOTNET_ROOT, not beside the dotnet on the path.
  if [ -z "${DOTNET_ROOT:-}" ]; then
    local folder
    folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
    if [ -d "$folder/host/fxr" ]; then export DOTNET_ROOT="$folder"; fi
  fi
}

need_sdk() {
  local installed='' answer
  if find_dotnet; then
    # dotnet reads global.json here and refuses when no SDK fits.
    if answer=$(cd "$root" && dotnet --version 2>&1 </dev/null); then return; fi
    installed=$(dotnet --list-sdks 2>/dev/null </dev/null | cut -d' ' -f1 | paste -sd' ' -)
    case "$installed" in 10.*)
      say "dotnet is installed but does not run here. It says:"
      say "$answer"
      exit 2
      ;;
    esac
  fi
  say "Charthouse needs the .NET 10 SDK. Found: ${installed:-no SDK}."
  say "Get the .NET 10 SDK from Microsoft's .NET download page or your package manager:"
  say "  Ubuntu    sudo apt install dotnet-sdk-10.0"
  say "  Debian    add Microsoft's package feed (the download page says how), then as on Ubuntu"
  say "  Fedora    sudo dnf install dotnet-sdk-10.0"
  say "  macOS     the installer on the download page, or Homebrew's dotnet if it is version 10"
  say "  Windows   winget install Microsoft.DotNet.SDK.10, then use Git Bash, or use WSL"
  say "Then run this command again. Nothing else is needed."
  exit 2
}
