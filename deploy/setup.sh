#!/usr/bin/env bash
# Makes what an installation must keep secret, once: what is there already stays. Each folder is a volume of its own, seen by those alone who need it.
set -euo pipefail
umask 022 # who sees a folder may read it: users of images have different numbers

secret() { openssl rand -hex 24; }

# once FILE COMMAND…: writes the command's output, whole or not at all
once() {
  local file=$1
  shift
  [ -s "$file" ] && return
  "$@" >"$file.new"
  mv "$file.new" "$file"
  echo "made $file"
}

database_url() { printf 'postgresql://peerstage:%s@postgres:5432/peerstage\n' "$(cat /secrets/database/password)"; }

# The bus between members: who has a certificate of this authority is one of them. It signs nothing else, and its key is thrown away with this shell.
members() {
  local work
  work=$(mktemp -d)
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Peerstage members" \
    -addext basicConstraints=critical,CA:TRUE -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=member" -keyout "$work/key.pem" -out "$work/member.csr" 2>/dev/null
  printf 'extendedKeyUsage=serverAuth,clientAuth\n' >"$work/usage"
  openssl x509 -req -in "$work/member.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 3650 -extfile "$work/usage" -out "$work/cert.pem" 2>/dev/null
  openssl pkcs8 -topk8 -nocrypt -in "$work/key.pem" -out /secrets/members/key.pem
  cp "$work/ca.pem" /secrets/members/ca.pem
  cp "$work/cert.pem" /secrets/members/cert.pem
  chmod 444 /secrets/members/*
  rm -rf "$work"
  echo "made /secrets/members"
}

# For a first try. Browsers warn of it; put a real one into this folder under the same name: certificates first, then the key.
site() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=$SITE_HOST" \
    -addext "subjectAltName=DNS:$SITE_HOST" -keyout /tmp/site.key -out /tmp/site.pem 2>/dev/null
  cat /tmp/site.pem /tmp/site.key
}

once /secrets/database/password secret
once /secrets/database/url database_url
once /secrets/turn/secret secret
once /secrets/site/site.pem site
[ -s /secrets/members/cert.pem ] || members
