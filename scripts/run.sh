#!/usr/bin/env bash
# Sets up, builds and starts a development chain with one node. Ctrl-C stops it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
	cat <<-'END'
		scripts/run.sh [node options]
		  Sets up the machine, builds, and starts a development chain. Options go to the node, e.g.
		    --base-path DIR         keep the chain in DIR (default: forgotten at the end)
		    --dev-block-time MS     a block every MS milliseconds (default 6000)
		    --instant-seal          a block for every transaction
		    --rpc-port PORT         JSON-RPC, both WebSocket and HTTP (default 9944)
		    all others              see dbc-node --help
	END
	exit
fi

port=9944
for ((i = 1; i <= $#; i++)); do
	case ${!i} in
	--rpc-port) j=$((i + 1)) && port=${!j:-} ;;
	--rpc-port=*) port=${!i#*=} ;;
	esac
done

# The node would take another port by itself, and the first call would go to whoever has this one.
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then die "port $port is in use: give another --rpc-port"; fi

scripts/setup.sh
say "Building (half an hour the first time on two cores, then seconds)"
build_all

node=$CARGO_TARGET_DIR/debug/dbc-node
say "Starting $node"
"$node" --dev --alice "$@" &
pid=$!
trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null || true' EXIT
trap exit INT TERM

call() {
	curl -sf -H 'Content-Type: application/json' "http://127.0.0.1:$port" \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":[]}"
}
until call gpu_chainParams >/dev/null; do
	kill -0 "$pid" 2>/dev/null || die "the node has stopped: see above"
	sleep 0.3
done

cat <<END

The development chain is running.
  JSON-RPC    ws://127.0.0.1:$port and http://127.0.0.1:$port
  Prometheus  http://127.0.0.1:9615/metrics
  Accounts    //Alice //Bob //Charlie //Dave //Eve //Ferdie hold DBC; //Alice is sudo and the price feeder
  First call  curl -s -H 'Content-Type: application/json' http://127.0.0.1:$port \\
                -d '{"jsonrpc":"2.0","id":1,"method":"gpu_chainParams","params":[]}'
  Then        feed a price as //Alice: price.submit(12000000) is 0.012 USD; see docs/guides/miner.md
Ctrl-C stops it.

END
wait "$pid"
