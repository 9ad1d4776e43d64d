{{/* Names, labels and settings that several templates need. */}}

{{- define "mcphub.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "mcphub.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* What pods are found by. */}}
{{- define "mcphub.selector" -}}
app.kubernetes.io/name: {{ include "mcphub.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "mcphub.labels" -}}
{{ include "mcphub.selector" . }}
app.kubernetes.io/part-of: mcphub
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "mcphub.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}

{{- define "mcphub.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl | trimSuffix "/" }}
{{- else if and .Values.ingress.enabled .Values.ingress.host }}{{ ternary "https" "http" .Values.ingress.tls.enabled }}://{{ .Values.ingress.host }}
{{- else if and .Values.httpRoute.enabled .Values.httpRoute.host }}{{ ternary "https" "http" .Values.httpRoute.tls }}://{{ .Values.httpRoute.host }}
{{- end }}
{{- end }}

{{/* The hub's name among others in the cluster: two hubs with the same one would take each other's servers away. */}}
{{- define "mcphub.hub" -}}
{{- $both := printf "%s-%s" .Release.Namespace .Release.Name -}}
{{- if .Values.kubernetes.hub }}{{ .Values.kubernetes.hub }}
{{- else if le (len $both) 40 }}{{ $both }}
{{- else }}{{ printf "%s-%s" ($both | trunc 31 | trimSuffix "-") ($both | sha256sum | trunc 8) }}{{ end }}
{{- end }}

{{/* Settings as environment variables, { MCPHUB__SECTION__KEY: "value" }; numbers as they were written, lists with commas. */}}
{{- define "mcphub.environment" -}}
{{- $prefix := .prefix -}}
{{- range $key, $value := .settings }}
{{- $name := printf "%s__%s" $prefix (upper $key) }}
{{- if kindIs "map" $value }}{{ include "mcphub.environment" (dict "prefix" $name "settings" $value) }}
{{- else if kindIs "slice" $value }}
{{ $name }}: {{ join "," $value | quote }}
{{- else if kindIs "float64" $value }}
{{ $name }}: {{ int64 $value | quote }}
{{- else if not (kindIs "invalid" $value) }}
{{ $name }}: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the chart itself has to say, under what `settings` says. */}}
{{- define "mcphub.settings" -}}
listen:
  address: 0.0.0.0:8080
  metrics_address: 0.0.0.0:9090
  drain_seconds: {{ .Values.drainSeconds }}
  {{- with include "mcphub.publicUrl" . }}
  public_url: {{ . }}
  {{- end }}
database:
  migrate: {{ eq .Values.database.migrate "start" }}
telemetry:
  format: json
# Neither an engine nor a machine's processes: gateways would not reach them from their pods.
docker:
  containers: 0
deployment:
  processes: 0
images:
  folder: /var/lib/mcphub/images
kubernetes:
  enabled: {{ .Values.kubernetes.enabled }}
  {{- if .Values.kubernetes.enabled }}
  hub: {{ include "mcphub.hub" . }}
  image: {{ .Values.kubernetes.image.repository }}:{{ default .Chart.AppVersion .Values.kubernetes.image.tag }}
  {{- with .Values.kubernetes.image.pullPolicy }}
  pull_policy: {{ . }}
  {{- end }}
  {{- with .Values.kubernetes.image.pullSecret }}
  pull_secret: {{ . }}
  {{- end }}
  {{- if .Values.kubernetes.namespace }}
  namespace: {{ .Values.kubernetes.namespace }}
  {{- else }}
  namespace_prefix: {{ .Values.kubernetes.namespacePrefix }}
  {{- end }}
  gateway_namespace: {{ .Release.Namespace }}
  gateway_labels:
    - app.kubernetes.io/component=gateway
    - app.kubernetes.io/name={{ include "mcphub.name" . }}
    - app.kubernetes.io/instance={{ .Release.Name }}
  {{- end }}
{{- end }}

{{/* Secrets, as environment variables of a container. */}}
{{- define "mcphub.secrets" -}}
{{- $full := include "mcphub.fullname" . -}}
{{- if .Values.masterKey.vault -}}
- { name: MCPHUB__SECRETS__MASTER_KEY_VAULT, value: {{ .Values.masterKey.vault | quote }} }
{{- else -}}
- name: MCPHUB__SECRETS__MASTER_KEY
  valueFrom: { secretKeyRef: { name: {{ default (printf "%s-master-key" $full) .Values.masterKey.existingSecret }}, key: {{ .Values.masterKey.key }} } }
{{- end }}
- name: MCPHUB__DATABASE__URL
  valueFrom: { secretKeyRef: { name: {{ ternary (printf "%s-postgresql" $full) .Values.database.existingSecret .Values.database.bundled.enabled }}, key: {{ ternary "url" .Values.database.key .Values.database.bundled.enabled }} } }
{{- if and .Values.database.replicaKey (not .Values.database.bundled.enabled) }}
- name: MCPHUB__DATABASE__REPLICA_URL
  valueFrom: { secretKeyRef: { name: {{ .Values.database.existingSecret }}, key: {{ .Values.database.replicaKey }} } }
{{- end }}
- name: MCPHUB__REDIS__URL
  valueFrom: { secretKeyRef: { name: {{ ternary (printf "%s-redis" $full) .Values.redis.existingSecret .Values.redis.bundled.enabled }}, key: {{ ternary "url" .Values.redis.key .Values.redis.bundled.enabled }} } }
{{- end }}

{{/* Where pods may run, and with what their image is pulled. */}}
{{- define "mcphub.placement" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What Pod Security's `restricted` asks for, and a root that nobody writes to. */}}
{{- define "mcphub.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
{{- end }}
{{- define "mcphub.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Values that make no sense together. */}}
{{- define "mcphub.check" -}}
{{- if not (or .Values.database.existingSecret .Values.database.bundled.enabled) }}{{ fail "say where PostgreSQL is: database.existingSecret names a Secret with its URL; database.bundled.enabled starts one for trials" }}{{ end }}
{{- if not (or .Values.redis.existingSecret .Values.redis.bundled.enabled) }}{{ fail "say where Redis is: redis.existingSecret names a Secret with its URL; redis.bundled.enabled starts one for trials" }}{{ end }}
{{- if and (eq .Values.database.migrate "job") (or .Values.database.bundled.enabled (not .Values.masterKey.existingSecret)) }}{{ fail "database.migrate: job runs before anything is there: it needs database.existingSecret and masterKey.existingSecret" }}{{ end }}
{{- if and .Values.masterKey.vault .Values.masterKey.existingSecret }}{{ fail "the master key is in a Secret (masterKey.existingSecret) or in Vault (masterKey.vault), not in both" }}{{ end }}
{{- if and .Values.masterKey.vault (not (dig "vault" "address" "" .Values.settings)) }}{{ fail "masterKey.vault: say where Vault is: settings.vault.address" }}{{ end }}
{{- if and .Values.masterKey.vault (eq .Values.database.migrate "job") }}{{ fail "database.migrate: job has no account to log in to Vault with; use start" }}{{ end }}
{{- if and .Values.operator.enabled (not .Values.operator.existingSecret) }}{{ fail "operator.existingSecret is missing: it names a Secret with an API key of the organisation that objects are kept in" }}{{ end }}
{{- if and .Values.operator.enabled (not .Values.operator.organisation) }}{{ fail "operator.organisation is missing: the organisation that objects are kept in" }}{{ end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) }}{{ fail "ingress.host is missing" }}{{ end }}
{{- if and .Values.httpRoute.enabled (not (and .Values.httpRoute.host .Values.httpRoute.parentRefs)) }}{{ fail "httpRoute.host and httpRoute.parentRefs are needed" }}{{ end }}
{{- end }}
