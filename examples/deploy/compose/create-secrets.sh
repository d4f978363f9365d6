#!/bin/sh
# ./create-secrets.sh ADDRESS: makes the secrets and settings that compose.yml mounts, once. ADDRESS is the IP address of this machine at
# which browsers reach it.
set -eu
address="${1:?the IP address of this machine at which browsers reach it}"
cd "$(dirname "$0")"
if [ -e secrets ]; then
  echo "secrets exists already; remove it to make new ones. The database keeps its password." >&2
  exit 1
fi
umask 077
mkdir secrets
random() { openssl rand -hex 32; }
random | tr -d '\n' > secrets/database-password
random | tr -d '\n' > secrets/metrics-token
random | tr -d '\n' > secrets/turn-secret
random | tr -d '\n' > secrets/grafana-password
# Between containers of one machine; for a database elsewhere: sslmode=verify-full.
printf 'postgres://hearthroom:%s@database:5432/hearthroom?sslmode=disable' "$(cat secrets/database-password)" > secrets/database-url
printf '{ "keys": [{ "id": "portal", "secret": "%s" }] }\n' "$(openssl rand -base64 32)" > secrets/keys.json
openssl genpkey -algorithm ed25519 -out secrets/audit-key.pem 2> /dev/null
sed -e "s/^\(listening-ip\|relay-ip\|allowed-peer-ip\)=.*/\1=$address/" -e "s/^realm=.*/realm=$address/" \
  -e "s/^static-auth-secret=.*/static-auth-secret=$(cat secrets/turn-secret)/" -e '/^tls-listening-port=/d' \
  ../../turn/turnserver.conf > secrets/turnserver.conf
# The directory is closed to other users; the programs in the containers are others than you.
chmod 0444 secrets/*
printf 'PUBLIC_ADDRESS=%s\n' "$address" > .env
