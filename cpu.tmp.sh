pgcpu() { local t=0; for p in $(pgrep -f "postgres.*storecast" -u nobody; pgrep -u nobody postgres); do s=$(awk '{print $14+$15}' /proc/$p/stat 2>/dev/null); t=$((t+${s:-0})); done; echo $t; }
