#!/usr/bin/env bash
# Starts a Kubernetes cluster of real components on this machine: a control plane and two nodes. `cluster.sh stop` ends it and wipes it.
# Prints where the kubeconfig is. Started again, it leaves a cluster that is well as it is.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say() { echo "cluster: $*" >&2; }

install_missing() {
  local missing=()
  command -v containerd >/dev/null || missing+=(containerd)
  command -v runc >/dev/null || missing+=(runc)
  command -v ipset >/dev/null || missing+=(ipset)
  command -v iptables >/dev/null || missing+=(iptables)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v ip >/dev/null || missing+=(iproute2)
  [ -x /usr/lib/cni/bridge ] || missing+=(containernetworking-plugins)
  if [ ${#missing[@]} -gt 0 ]; then
    { DEBIAN_FRONTEND=noninteractive apt-get update -q && \
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 \
      || { say "cannot install ${missing[*]}"; exit 2; }
  fi
}

# Both kinds: runc leaves groups in the second one as well.
hierarchies() { awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts; }

is_well() {
  alive "$state/apiserver.pid" && [ "$(kubectl get --raw /readyz 2>/dev/null)" = ok ] || return 1
  local node; for node in "${nodes[@]}"; do alive "$state/$node.pid" || return 1; done
}

stop() {
  local name node hierarchy
  for node in "${nodes[@]}"; do
    alive "$state/$node.pid" && kill -KILL "$(cat "$state/$node.pid")" || true
  done
  for name in scheduler controllers apiserver etcd; do
    alive "$state/$name.pid" && kill "$(cat "$state/$name.pid")" || true
  done
  for name in "${nodes[@]}" scheduler controllers apiserver etcd; do
    for _ in {1..100}; do alive "$state/$name.pid" || break; sleep 0.1; done
    alive "$state/$name.pid" && kill -KILL "$(cat "$state/$name.pid")" || true
  done
  # With the first process of a node all of its processes are gone, and with them its mounts.
  for node in "${nodes[@]}"; do
    for hierarchy in $(hierarchies); do
      for _ in {1..50}; do
        [ -d "$hierarchy/mcphub-$node" ] || break
        find "$hierarchy/mcphub-$node" -depth -type d -exec rmdir {} + 2>/dev/null && break
        sleep 0.1
      done
    done
    ip netns delete "mcphub-$node" 2>/dev/null || true
  done
  ip link delete mcphub 2>/dev/null || true
  ip netns delete mcphub-net 2>/dev/null || true
  rm -rf --one-file-system "$state"
}

# A bridge in a namespace of its own joins the machine and the nodes, so that rules of the machine's firewall (Docker's) do not meet its traffic.
network() {
  local node
  ip netns add mcphub-net
  ip -n mcphub-net link add bridge type bridge
  ip netns exec mcphub-net sysctl -qw net.bridge.bridge-nf-call-iptables=0
  ip link add mcphub type veth peer name machine netns mcphub-net
  ip address add "$host_ip/24" dev mcphub
  ip link set mcphub up
  ip -n mcphub-net link set machine master bridge up
  for node in "${nodes[@]}"; do
    ip netns add "mcphub-$node"
    ip -n "mcphub-$node" link add eth0 type veth peer name "node-$node" netns mcphub-net
    ip -n "mcphub-$node" address add "${node_ip[$node]}/24" dev eth0
    ip -n "mcphub-$node" link set eth0 up
    ip -n mcphub-net link set "node-$node" master bridge up
    ip route add "${pod_cidr[$node]}" via "${node_ip[$node]}"
  done
  ip -n mcphub-net link set bridge up
  # Services are what a node's kube-proxy makes of them; the machine asks the first node.
  ip route add "$services" via "${node_ip[${nodes[0]}]}"
}

run() { # NAME COMMAND...
  local name="$1"; shift
  setsid "$@" </dev/null >"$state/log/$name.log" 2>&1 &
  echo $! >"$state/$name.pid"
}

wait_for() { # SECONDS WHAT COMMAND...
  local left=$(($1 * 5)) what="$2"; shift 2
  until "$@" >/dev/null 2>&1; do
    [ $((left--)) -gt 0 ] || { say "$what does not come; see $state/log and $state/*/*.log"; exit 1; }
    sleep 0.2
  done
}

control_plane() {
  local pki="$state/pki"
  run etcd "$bin/etcd" --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn --listen-client-urls "http://127.0.0.1:$etcd_port" \
    --advertise-client-urls "http://127.0.0.1:$etcd_port" --listen-peer-urls "http://127.0.0.1:$etcd_peer_port" \
    --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer_port" --initial-cluster "default=http://127.0.0.1:$etcd_peer_port"
  run apiserver "$bin/kube-apiserver" --bind-address "$host_ip" --advertise-address "$host_ip" --secure-port 6443 \
    --etcd-servers "http://127.0.0.1:$etcd_port" --service-cluster-ip-range "$services" --authorization-mode Node,RBAC \
    --enable-admission-plugins NodeRestriction --client-ca-file "$pki/ca.crt" --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" \
    --service-account-issuer https://kubernetes.default.svc.cluster.local --service-account-key-file "$pki/service-accounts.pub" \
    --service-account-signing-key-file "$pki/service-accounts.key" --kubelet-certificate-authority "$pki/ca.crt" \
    --kubelet-client-certificate "$pki/apiserver-kubelet-client.crt" --kubelet-client-key "$pki/apiserver-kubelet-client.key" \
    --kubelet-preferred-address-types InternalIP --requestheader-client-ca-file "$pki/front-proxy-ca.crt" \
    --requestheader-allowed-names front-proxy-client --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- --proxy-client-cert-file "$pki/front-proxy-client.crt" \
    --proxy-client-key-file "$pki/front-proxy-client.key" --enable-aggregator-routing --allow-privileged
  wait_for 120 "the API server" kubectl get --raw /readyz
  # Autoscaling looks every five seconds and waits half a minute before it takes away, so that tests need not wait for minutes.
  run controllers "$bin/kube-controller-manager" --kubeconfig "$pki/kube-controller-manager.kubeconfig" --bind-address 127.0.0.1 --leader-elect=false \
    --authentication-kubeconfig "$pki/kube-controller-manager.kubeconfig" --authorization-kubeconfig "$pki/kube-controller-manager.kubeconfig" \
    --use-service-account-credentials --service-account-private-key-file "$pki/service-accounts.key" --root-ca-file "$pki/ca.crt" \
    --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key" \
    --horizontal-pod-autoscaler-sync-period 5s --horizontal-pod-autoscaler-downscale-stabilization 30s
  run scheduler "$bin/kube-scheduler" --kubeconfig "$pki/kube-scheduler.kubeconfig" --bind-address 127.0.0.1 --leader-elect=false \
    --authentication-kubeconfig "$pki/kube-scheduler.kubeconfig" --authorization-kubeconfig "$pki/kube-scheduler.kubeconfig"
}

start_node() { # NODE
  local node="$1" hierarchy folder
  mkdir -p "$state/$node"
  for hierarchy in $(hierarchies); do
    mkdir -p "$hierarchy/mcphub-$node/node"
    # A new group of processors has none, and takes no process until it has some.
    for folder in "mcphub-$node" "mcphub-$node/node"; do
      if [ -f "$hierarchy/$folder/cpuset.cpus" ]; then
        cat "$hierarchy/cpuset.cpus" >"$hierarchy/$folder/cpuset.cpus"; cat "$hierarchy/cpuset.mems" >"$hierarchy/$folder/cpuset.mems"
      fi
    done
  done
  run "$node" nsenter --net="/run/netns/mcphub-$node" unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc "$here/node.sh" "$node"
}

image_of() { "$here/image.sh" make "mcphub.local/$1:1" "$bin/$1" "$state/$1.tar"; "$here/image.sh" import "$state/$1.tar" >/dev/null; rm "$state/$1.tar"; }

if [ "${1:-start}" = stop ]; then stop; exit; fi
[ "$(id -u)" = 0 ] || { say "nodes need root"; exit 2; }
"$here/build.sh"
if is_well; then echo "$kubeconfig"; exit; fi
install_missing
stop
mkdir -p "$state/log"
# Only root reads what is in here: keys, and what pods are given.
chmod 700 "$state"
"$here/certs.sh"
# A registry on the machine, at the cluster's own address, may be one without TLS.
mkdir -p "$state/registries/$host_ip:5000"
printf 'server = "%s"\n[host."%s"]\n  capabilities = ["pull", "resolve"]\n' "http://$host_ip:5000" "http://$host_ip:5000" \
  >"$state/registries/$host_ip:5000/hosts.toml"
network
control_plane
for node in "${nodes[@]}"; do start_node "$node"; done
for node in "${nodes[@]}"; do wait_for 60 "containerd of node $node" ctr -a "$state/$node/containerd.sock" version; done
for image in pause coredns metrics-server echo; do image_of $image; done
kubectl apply -f "$here/addons.yaml" >/dev/null
wait_for 120 "a node" kubectl wait --for=condition=Ready node --all --timeout=1s
wait_for 180 "the DNS" kubectl -n kube-system rollout status deployment/coredns --timeout=1s
wait_for 180 "the metrics server" kubectl -n kube-system rollout status deployment/metrics-server --timeout=1s
echo "$kubeconfig"
