#!/bin/sh
# Write what is missing: .env with fresh secrets, a certificate for a first try, an empty parley.toml.
set -eu
cd "$(dirname "$0")"
umask 077
secret() { openssl rand -hex 32; }
if [ ! -e .env ]; then
    cat > .env <<END
PARLEY_CHAT_TOKEN_KEY=$(secret)
PARLEY_ADMIN_TOKEN_KEY=$(secret)
PARLEY_KEY_PEPPER=$(secret)
PARLEY_MONGO_PASSWORD=$(secret)
PARLEY_REDIS_PASSWORD=$(secret)
MONGO_ROOT_PASSWORD=$(secret)
MONGO_REPLICA_KEY=$(secret)
END
    echo "Wrote .env. Keep it: without PARLEY_KEY_PEPPER no key of yours works any more."
fi
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
