#!/bin/sh
# Write what is missing: fresh secrets, an empty .env, a certificate for a first try, an empty parley.toml.
set -eu
cd "$(dirname "$0")"
umask 077
secret() { openssl rand -hex 32; }
if [ ! -e secrets/key_pepper ]; then
    mkdir -p -m 700 secrets
    # Each is read by the user of a container: others do not get past the directory.
    keep() { printf %s "$2" > "secrets/$1"; chmod 644 "secrets/$1"; }
    mongo_password=$(secret) redis_password=$(secret)
    keep mongo_url "mongodb://parley:$mongo_password@mongo:27017/parley?authSource=admin&replicaSet=parley"
    keep redis_url "redis://:$redis_password@redis:6379/0"
    keep chat_token_key "$(secret)"
    keep admin_token_key "$(secret)"
    keep key_pepper "$(secret)"
    keep mongo_root_password "$(secret)"
    keep mongo_replica_key "$(secret)"
    keep mongo_password "$mongo_password"
    keep redis_password "$redis_password"
    echo "Wrote secrets/. Keep it: without key_pepper no key of yours works any more."
fi
[ -e .env ] || echo "# Settings, as README.md lists them." > .env
if [ ! -e tls/certificate.pem ]; then
    mkdir -p tls
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 \
        -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
        -keyout tls/key.pem -out tls/certificate.pem 2>/dev/null
    chmod 755 tls && chmod 644 tls/certificate.pem
    # Read by the gateway's own user, which only root can give it to.
    if chown 101 tls/key.pem 2>/dev/null; then chmod 400 tls/key.pem; else chmod 644 tls/key.pem; fi
    echo "Wrote tls/, signed by itself. Put your own certificate.pem and key.pem there."
fi
if [ ! -e parley.toml ]; then
    echo "# Providers and models, as parley.toml.example describes them." > parley.toml
    chmod 644 parley.toml # read by the services' own user
    echo "Wrote parley.toml, with nothing in it."
fi
