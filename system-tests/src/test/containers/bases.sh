#!/usr/bin/env bash
# Stand-ins for the base images of Dockerfile and docker-compose.yml, for machines that reach Debian's packages and no registry of images: built as root
# with debootstrap, once. They behave as the official ones do in what the product asks of them. Prints what to set, a line each.
set -euo pipefail
cd "$(dirname "$0")"
export DOCKER_BUILDKIT=0
prefix=peerstage-bases

exists() { docker image inspect "$prefix/$1" >/dev/null 2>&1; }

# image NAME: from a Dockerfile on standard input, with this folder's files
image() { exists "$1" || docker build -q -t "$prefix/$1" -f - . >&2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! exists debian; then
  debootstrap --variant=minbase bookworm "$work/debian" >&2
  rm -rf "$work"/debian/var/cache/apt/archives/*.deb
  tar -C "$work/debian" -c . | docker import - "$prefix/debian" >&2
fi

image postgres <<END
FROM $prefix/debian
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql postgresql-client && rm -rf /var/lib/apt/lists/*
COPY postgres.sh /entry.sh
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENTRYPOINT ["sh", "/entry.sh"]
END
image haproxy <<END
FROM $prefix/debian
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends haproxy && rm -rf /var/lib/apt/lists/*
STOPSIGNAL SIGUSR1
USER haproxy
END
image coturn <<END
FROM $prefix/debian
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends coturn hostname && rm -rf /var/lib/apt/lists/*
END

# Maven with all that it needs to build this checkout's images, for a build has no settings of this machine; made anew when a POM is another one.
root=$(git rev-parse --show-toplevel)
poms=$(git -C "$root" ls-files -z -- '*pom.xml' | (cd "$root" && xargs -0 cat) | sha256sum | cut -c1-12)
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
if ! exists "maven:$poms"; then
  jdk=""
  for home in ${JDK_25:-} /usr/lib/jvm/*; do
    if [ -z "$jdk" ] && [ -x "$home/bin/jlink" ] && grep -qs '^JAVA_VERSION="25' "$home/release"; then jdk=$home; fi
  done
  [ -n "$jdk" ] || { echo "there is no JDK 25; name it in JDK_25" >&2; exit 1; }
  mkdir "$work/src"
  git -C "$root" archive HEAD | tar -C "$work/src" -x
  mvn -B -ntp -q -f "$work/src" -Dmaven.repo.local="$repository" -Papp -DskipTests -pl gateway,streams-service,profiles-service,signaling-service -am package >&2
  docker images -q "$prefix/maven" | xargs -r docker rmi -f >/dev/null 2>&1 || true # one that is still used goes another time
  mkdir -p "$work/maven/opt" "$work/maven/root/.m2"
  cp -rL "$jdk" "$work/maven/opt/java"
  cp -rL "$(dirname "$(dirname "$(readlink -f "$(command -v mvn)")")")" "$work/maven/opt/maven"
  cp -r "$repository" "$work/maven/root/.m2/repository"
  find "$work/maven/root/.m2" -name _remote.repositories -delete # or Maven would ask where they came from
  rm -rf "$work/maven/root/.m2/repository/io/peerstage"
  echo '<settings><offline>true</offline></settings>' >"$work/maven/root/.m2/settings.xml"
  cat >"$work/maven/Dockerfile" <<END
FROM $prefix/debian
COPY opt /opt
COPY root /root
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/opt/maven/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
END
  docker build -q -t "$prefix/maven:$poms" "$work/maven" >&2
fi

echo "BUILD_BASE=$prefix/maven:$poms"
echo "RUNTIME_BASE=$prefix/debian"
echo "POSTGRES_IMAGE=$prefix/postgres"
echo "PROXY_IMAGE=$prefix/haproxy"
echo "TURN_IMAGE=$prefix/coturn"
