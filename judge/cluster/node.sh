#!/usr/bin/env bash
# Process 1 of a node: containerd, kubelet, kube-proxy and kube-router in namespaces of their own. cluster.sh starts it; nobody else does.
# What a kubelet changes of a machine (mounts, iptables, settings of the kernel) stays in here, and goes when this process goes.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
node="$1"
name="mcphub-$node"
home="$state/$node"
ip="${node_ip[$node]}"

# A node accounts for itself; what pods use is in `kubepods` beside it.
for hierarchy in $(awk '$3 == "cgroup" { print $2 }' /proc/mounts); do echo 0 >"$hierarchy/$name/node/cgroup.procs"; done

hostname "$name"
mount --make-rshared /
mkdir -p "$home"/{lib,log,cni}
mount --bind "$home/lib" /var/lib
mount --bind "$home/log" /var/log
mount -t tmpfs tmpfs /run
mkdir -p /var/lib/kubelet /run/lock

# kubelet sets these for the whole machine unless it finds them as it wants them; here it finds files.
pretend() { # FILE VALUE
  mkdir -p "$home/kernel"; echo "$2" >"$home/kernel/${1//\//.}"
  mount --bind "$home/kernel/${1//\//.}" "/proc/sys/$1"
}
pretend vm/overcommit_memory 1
pretend kernel/panic 10
pretend kernel/panic_on_oops 1
pretend kernel/keys/root_maxkeys 1000000
pretend kernel/keys/root_maxbytes 25000000

# The network of this node is ours alone: traffic of one bridge passes the rules as well, or policies would not hold within a node.
ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
for other in "${nodes[@]}"; do [ "$other" = "$node" ] || ip route add "${pod_cidr[$other]}" via "${node_ip[$other]}"; done
# Processes of the node itself reach Services too; there is no route to anything else, so that no pod's packet leaves the machine.
ip route add "$services" dev eth0 src "$ip"

cat >"$home/cni/10-bridge.conflist" <<EOF
{"cniVersion": "0.4.0", "name": "mcphub", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "${pod_cidr[$node]}"}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
EOF
# This machine may not let a process be spared by the kernel when memory ends (no CAP_SYS_RESOURCE): that wish of kubelet's is left out.
cat >"$home/containerd.toml" <<EOF
version = 2
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "$home/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "mcphub.local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$home/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$state/registries"
EOF
# The disk is shared and may be rather full: neither are pods evicted for that, nor imported images collected.
cat >"$home/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://$home/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$name
clusterDNS: [$dns_service]
clusterDomain: cluster.local
resolvConf: $home/resolv.conf
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $state/pki/kubelet-$node.crt
tlsPrivateKeyFile: $state/pki/kubelet-$node.key
address: $ip
healthzPort: 0
oomScoreAdj: 0
systemReserved: {cpu: 500m, memory: 8Gi}
evictionHard: {memory.available: 200Mi, nodefs.available: 500Mi, imagefs.available: 500Mi}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
EOF
: >"$home/resolv.conf"
cat >"$home/proxy.yaml" <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: {kubeconfig: $state/pki/kube-proxy.kubeconfig}
hostnameOverride: $name
clusterCIDR: $pods
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
oomScoreAdj: 0
EOF

ends() { echo "$name: $1 ended" >&2; }
keep() { # NAME COMMAND...: started again when it ends, as an init would.
  local what="$1"; shift
  while true; do "$@" >>"$home/$what.log" 2>&1 || true; ends "$what"; sleep 2; done &
}
keep containerd containerd --config "$home/containerd.toml"
until ctr -a "$home/containerd.sock" version >/dev/null 2>&1; do sleep 0.2; done
keep kubelet "$bin/kubelet" --config "$home/kubelet.yaml" --kubeconfig "$state/pki/kubelet-$node.kubeconfig" --root-dir /var/lib/kubelet \
  --hostname-override "$name" --node-ip "$ip"
keep kube-proxy "$bin/kube-proxy" --config "$home/proxy.yaml"
keep kube-router "$bin/kube-router" --run-router=false --run-service-proxy=false --run-firewall=true --kubeconfig "$state/pki/kube-router.kubeconfig" \
  --hostname-override "$name" --service-cluster-ip-range "$services" --enable-cni=false
wait
