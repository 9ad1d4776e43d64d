# Names, places and addresses of the cluster, for the scripts of this folder; sourced, never run.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
bin="$(cd "$here/../.." && pwd)/.cache/cluster/bin"
# Sockets' paths are kept short; the folder is wiped by `stop`.
state="${MCPHUB_CLUSTER_STATE:-/tmp/mcphub-cluster-$(id -u)}"
kubeconfig="$state/kubeconfig"
nodes=(a b)

# One network for the machine and the nodes, one for pods (a /24 for each node), one for Services. None is routed beyond this machine.
host_ip=10.254.0.1
declare -A node_ip=([a]=10.254.0.11 [b]=10.254.0.12)
declare -A pod_cidr=([a]=10.253.1.0/24 [b]=10.253.2.0/24)
pods=10.253.0.0/16
services=10.252.0.0/16
first_service=10.252.0.1
dns_service=10.252.0.10
api="https://$host_ip:6443"
etcd_port=23790
etcd_peer_port=23791
version=v1.34.4

alive() { [ -f "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }
kubectl() { "$bin/kubectl" --kubeconfig "$kubeconfig" "$@"; }
