#!/bin/sh
# A TURN server for those to whom no direct way leads, and for those who hide their address. Who has the secret makes credentials for some minutes; the
# gateway and signaling-service do.
set -eu
address=${TURN_ADDRESS:-$(hostname -I | cut -d' ' -f1)}

# Nobody may reach through it what only this machine can reach (RFC 8656, 21.3; the ranges are those of RFC 6890). But two who both hide are
# connected from this server to itself.
denied=$(for range in 0.0.0.0-0.255.255.255 10.0.0.0-10.255.255.255 100.64.0.0-100.127.255.255 127.0.0.0-127.255.255.255 \
  169.254.0.0-169.254.255.255 172.16.0.0-172.31.255.255 192.0.0.0-192.0.0.255 192.0.2.0-192.0.2.255 192.88.99.0-192.88.99.255 \
  192.168.0.0-192.168.255.255 198.18.0.0-198.19.255.255 198.51.100.0-198.51.100.255 203.0.113.0-203.0.113.255 224.0.0.0-255.255.255.255 \
  ::1 64:ff9b::-64:ff9b::ffff:ffff ::ffff:0.0.0.0-::ffff:255.255.255.255 100::-100::ffff:ffff:ffff:ffff 2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff \
  2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff; do
  echo "--denied-peer-ip=$range"
done)

# shellcheck disable=SC2086 # one word a range
exec turnserver -n --log-file=stdout --simple-log --no-cli --no-multicast-peers --no-tls --no-dtls --fingerprint \
  --use-auth-secret --static-auth-secret="$(cat /secrets/turn/secret)" --realm="${TURN_HOST:-localhost}" --stale-nonce=600 \
  --listening-port="${TURN_PORT:-3478}" --relay-ip="$address" ${TURN_EXTERNAL_ADDRESS:+--external-ip="$TURN_EXTERNAL_ADDRESS/$address"} \
  --min-port="${TURN_FIRST_PORT:-49160}" --max-port="${TURN_LAST_PORT:-49660}" \
  --user-quota=16 --total-quota=2000 --max-bps="${TURN_MOST_BYTES_A_SECOND:-1000000}" \
  --allowed-peer-ip="$address" $denied
