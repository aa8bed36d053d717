FROM python:3.13-slim-trixie AS lotse

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1

# What WeasyPrint sets text with, a font for reports, and others for what it does not know: most
# scripts, Chinese, Japanese and Korean, emoji (23 MB together).
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-crosextra-caladea fonts-crosextra-carlito \
        fonts-dejavu-core fonts-freefont-ttf fonts-noto-color-emoji fonts-wqy-microhei \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lotse

WORKDIR /srv/lotse
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY manage.py pyproject.toml ./
COPY lotse lotse
COPY organisations organisations
COPY checks checks
COPY measures measures
COPY templates templates
COPY static static
COPY locale locale
COPY docs/hilfe docs/hilfe

# Collecting the static files needs settings, but no servers and no real key.
RUN DJANGO_SETTINGS_MODULE=lotse.settings.production \
    LOTSE_SECRET_KEY="only-while-building-the-image-0123456789-abcdefghijklmnop" \
    LOTSE_ALLOWED_HOSTS=localhost \
    LOTSE_BASE_URL=https://localhost \
    LOTSE_DATABASE_URL=postgres://localhost/lotse \
    LOTSE_BROKER_URL=redis://localhost/0 \
    LOTSE_EMAIL_URL=dummymail:// \
    python manage.py collectstatic --no-input

USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "lotse.wsgi", "--config=python:lotse.server", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/tmp", "--no-control-socket"]

# The same with pg_dump, pg_restore and psql, for backups only.
FROM lotse AS backup
USER root
COPY requirements-embedded.txt ./
RUN pip install --require-hashes -r requirements-embedded.txt \
    && install -d -o 10001 -g 10001 -m 700 /backups
USER 10001:10001
