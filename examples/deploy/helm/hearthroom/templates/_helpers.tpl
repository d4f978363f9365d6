{{- define "hearthroom.name" -}}
{{- if contains "hearthroom" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-hearthroom" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "hearthroom.selector" -}}
app.kubernetes.io/name: hearthroom
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "hearthroom.labels" -}}
{{ include "hearthroom.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "hearthroom.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag }}{{ end }}
{{- end }}

{{/* Long enough for a drain, with a minute to close. */}}
{{- define "hearthroom.gracePeriod" -}}
{{ add (int .Values.drain.limitSeconds) 60 }}
{{- end }}

{{/* The last port of media. */}}
{{- define "hearthroom.lastMediaPort" -}}
{{ sub (add (int .Values.media.portBase) (int .Values.media.workers)) 1 }}
{{- end }}

{{- define "hearthroom.securityContext" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* What the schema can't say. */}}
{{- define "hearthroom.check" -}}
{{- $v := .Values }}
{{- if and $v.turn.urls (not $v.secrets.turnSecret.name) }}{{ fail "secrets.turnSecret.name: needed with turn.urls" }}{{ end }}
{{- if and $v.secrets.turnSecret.name (not $v.turn.urls) }}{{ fail "turn.urls: needed with secrets.turnSecret" }}{{ end }}
{{- if and $v.webhook.url (not $v.secrets.webhookSecret.name) }}{{ fail "secrets.webhookSecret.name: needed with webhook.url" }}{{ end }}
{{- if and $v.secrets.webhookSecret.name (not $v.webhook.url) }}{{ fail "webhook.url: needed with secrets.webhookSecret" }}{{ end }}
{{- if eq (int $v.network.httpPort) (int $v.network.nodePort) }}{{ fail "network.nodePort: the same as network.httpPort" }}{{ end }}
{{- $first := int $v.media.portBase }}
{{- $last := include "hearthroom.lastMediaPort" . | int }}
{{- if gt $last 65535 }}{{ fail "media.portBase: leaves no port for each of media.workers" }}{{ end }}
{{- range $port := list $v.network.httpPort $v.network.nodePort }}
{{- if and (ge (int $port) $first) (le (int $port) $last) }}{{ fail (printf "network: port %d is one of the media ports" (int $port)) }}{{ end }}
{{- end }}
{{- if and $v.autoscaling.enabled (gt (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas)) }}{{ fail "autoscaling.maxReplicas: less than minReplicas" }}{{ end }}
{{- end }}
