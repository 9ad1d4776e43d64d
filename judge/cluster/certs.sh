#!/usr/bin/env bash
# Makes the cluster's certificate authorities, certificates and kubeconfigs in the folder `pki` of the state; each only once.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
mkdir -p "$state/pki" && cd "$state/pki"
umask 077

key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"; }

authority() { # NAME
  [ -f "$1.crt" ] && return
  key "$1"
  openssl req -x509 -new -key "$1.key" -days 3650 -subj "/CN=mcphub-$1" -out "$1.crt" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
}

certificate() { # NAME SUBJECT [ALTERNATIVE NAMES] [AUTHORITY]
  [ -f "$1.crt" ] && return
  key "$1"
  openssl req -new -key "$1.key" -subj "$2" | openssl x509 -req -CA "${4:-ca}.crt" -CAkey "${4:-ca}.key" -CAcreateserial -days 3650 \
    -out "$1.crt" -extfile <(echo "extendedKeyUsage=serverAuth,clientAuth"; [ -z "${3:-}" ] || echo "subjectAltName=$3") 2>/dev/null
}

kubeconfig_of() { # FILE CERTIFICATE
  cat >"$1" <<EOF
apiVersion: v1
kind: Config
current-context: mcphub
contexts: [{name: mcphub, context: {cluster: mcphub, user: mcphub}}]
clusters: [{name: mcphub, cluster: {server: "$api", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: mcphub, user: {client-certificate-data: $(base64 -w0 "$2.crt"), client-key-data: $(base64 -w0 "$2.key")}}]
EOF
}

authority ca
authority front-proxy-ca
[ -f service-accounts.key ] || { key service-accounts; openssl pkey -in service-accounts.key -pubout -out service-accounts.pub; }
certificate apiserver /CN=kube-apiserver \
  "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,DNS:localhost,IP:$first_service,IP:$host_ip,IP:127.0.0.1"
certificate apiserver-kubelet-client /CN=kube-apiserver-kubelet-client
certificate front-proxy-client /CN=front-proxy-client "" front-proxy-ca
certificate admin /O=system:masters/CN=mcphub-admin
kubeconfig_of "$kubeconfig" admin
for name in kube-controller-manager kube-scheduler kube-proxy kube-router; do
  certificate $name "/CN=system:$name"
  kubeconfig_of $name.kubeconfig $name
done
for node in "${nodes[@]}"; do
  certificate "kubelet-$node" "/O=system:nodes/CN=system:node:mcphub-$node" "DNS:mcphub-$node,IP:${node_ip[$node]}"
  kubeconfig_of "kubelet-$node.kubeconfig" "kubelet-$node"
done
