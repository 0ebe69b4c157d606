# One service during a rollout: its containers (the worker may have several copies), its readiness, its standby.
# shellcheck shell=bash

# Probes in a row that count as ready, and as fallen.
readonly ROLLOUT_SEGUIDAS=3
# A build that failed may ignore SIGTERM; what it held is taken up by others when its leases end.
readonly ROLLOUT_PARADA_RUIM_S=10

readonly ROLLOUT_SUMIU='o contêiner sumiu: alguém mexeu nele'

# Why the last gate or observation failed.
ROLLOUT_MOTIVO=''
# Set by a signal; every wait looks at it.
ROLLOUT_SINAL=''

# What rollout_acompanhar took up: the service's containers, what they should run, and for each of them how many looks in a row
# went well, or badly.
ROLLOUT_COPIAS=() ROLLOUT_IMAGEM_ID='' ROLLOUT_VERSAO=''
declare -gA ROLLOUT_BOAS=() ROLLOUT_RUINS=()
# The container that failed, where there are several.
ROLLOUT_CULPADO=''

# Runs inside the container, whose only program is node. Prints: status, version, critical dependencies that are away.
# shellcheck disable=SC2016 # JavaScript
readonly ROLLOUT_SONDA='
const sair = (...partes) => { console.log(partes.join(" ")); process.exit(0); };
setTimeout(sair, 2500, "0 - sem_resposta");
require("http").get({ host: "127.0.0.1", port: process.env.PORT, path: "/health/ready", agent: false }, (r) => {
  let texto = "";
  r.on("data", (parte) => (texto += parte)).on("end", () => {
    let corpo = {};
    try { corpo = JSON.parse(texto); } catch {}
    const fora = Object.entries(corpo.dependencias ?? {}).filter(([, d]) => d.estado === "fora");
    sair(r.statusCode, corpo.versao ?? "-", fora.map(([n, d]) => n + ":" + d.motivo).join(",") || corpo.status || "-");
  });
}).on("error", (erro) => sair("0 -", erro.code));'

rollout_sondar() {
  timeout 5 docker exec "$1" node -e "$ROLLOUT_SONDA" 2>/dev/null || printf '0 - sem_resposta\n'
}

# status|restarts|image id of a container; empty when it is gone.
rollout_estado() { docker inspect --format '{{.State.Status}}|{{.RestartCount}}|{{.Image}}' "$1" 2>/dev/null || true; }

rollout_imagem_id() { docker image inspect --format '{{.Id}}' "$1" 2>/dev/null || true; }

rollout_versao_da_imagem() {
  docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$1" 2>/dev/null || true
}

rollout_conteiner() { conteineres_de "$1" | head -n 1; }

# rollout_roda <service> <IMAGE:TAG>: every copy runs, and that very image.
rollout_roda() {
  local ids id imagem_id estado reinicios imagem
  imagem_id=$(rollout_imagem_id "$2")
  mapfile -t ids < <(conteineres_de "$1")
  [ ${#ids[@]} -gt 0 ] || return 1
  for id in "${ids[@]}"; do
    IFS='|' read -r estado reinicios imagem < <(rollout_estado "$id") || true
    : "$reinicios"
    [ "$estado" = running ] && [ "$imagem" = "$imagem_id" ] || return 1
  done
}

# Is any copy of the service ready? Asked for ten seconds: taking one late answer of a busy machine for a no would cost its standby.
rollout_pronto() {
  local ids id vez
  mapfile -t ids < <(conteineres_de "$1")
  [ ${#ids[@]} -gt 0 ] || return 1
  for vez in 1 2 3 4 5; do
    for id in "${ids[@]}"; do
      if [[ $(rollout_sondar "$id") == 200\ * ]]; then return 0; fi
    done
    [ "$vez" = 5 ] || dormir 2
  done
  ROLLOUT_MOTIVO='não está pronto'
  return 1
}

# One look at a container that should serve: image, restarts, readiness. Says in ROLLOUT_MOTIVO what is wrong; 2 = hopeless.
rollout_olhar() {
  local id=$1 imagem_id=$2 versao=$3 estado reinicios imagem status dita resto
  IFS='|' read -r estado reinicios imagem < <(rollout_estado "$id") || true
  if [ -z "$estado" ]; then
    ROLLOUT_MOTIVO=$ROLLOUT_SUMIU
    return 2
  fi
  if [ "$imagem" != "$imagem_id" ]; then
    ROLLOUT_MOTIVO='o contêiner roda outra imagem'
    return 2
  fi
  if [ "$reinicios" -gt 0 ] || [ "$estado" != running ]; then
    ROLLOUT_MOTIVO="o processo terminou sozinho (estado $estado, $reinicios reinício(s))"
    return 2
  fi
  read -r status dita resto < <(rollout_sondar "$id") || true
  if [ "$status" != 200 ]; then
    ROLLOUT_MOTIVO="não está pronto (HTTP $status, ${resto:-sem detalhe})"
    return 1
  fi
  if [ -n "$versao" ] && [ "$dita" != "$versao" ]; then
    ROLLOUT_MOTIVO="responde como versão $dita e a imagem é da $versao"
    return 2
  fi
}

# rollout_acompanhar <service> <IMAGE:TAG>: takes up every copy, for rollout_ronda.
rollout_acompanhar() {
  mapfile -t ROLLOUT_COPIAS < <(conteineres_de "$1")
  ROLLOUT_IMAGEM_ID=$(rollout_imagem_id "$2")
  ROLLOUT_VERSAO=$(rollout_versao_da_imagem "$2")
  ROLLOUT_BOAS=() ROLLOUT_RUINS=() ROLLOUT_CULPADO=''
}

# rollout_ronda [bad looks]: looks once at every copy. Fails when one of them is hopeless, or was bad that many times in a row.
rollout_ronda() {
  local id resultado
  if [ -n "$ROLLOUT_SINAL" ]; then
    ROLLOUT_MOTIVO="interrompido por $ROLLOUT_SINAL"
    return 1
  fi
  for id in "${ROLLOUT_COPIAS[@]}"; do
    resultado=0
    rollout_olhar "$id" "$ROLLOUT_IMAGEM_ID" "$ROLLOUT_VERSAO" || resultado=$?
    if [ "$resultado" = 0 ]; then
      ROLLOUT_BOAS[$id]=$((${ROLLOUT_BOAS[$id]:-0} + 1)) ROLLOUT_RUINS[$id]=0
      continue
    fi
    ROLLOUT_BOAS[$id]=0 ROLLOUT_RUINS[$id]=$((${ROLLOUT_RUINS[$id]:-0} + 1))
    rollout_culpar "$id"
    [ "$resultado" = 1 ] || return 1
    [ -z "${1:-}" ] || [ "${ROLLOUT_RUINS[$id]}" -lt "$1" ] || return 1
  done
}

# Says which of several copies it was.
rollout_culpar() {
  local nome
  [ ${#ROLLOUT_COPIAS[@]} -gt 1 ] || return 0
  nome=$(docker inspect --format '{{.Name}}' "$1" 2>/dev/null) || nome=''
  ROLLOUT_CULPADO=${nome:+$1}
  nome=${nome#/}
  ROLLOUT_MOTIVO="${nome:-${1:0:12}}: $ROLLOUT_MOTIVO"
}

# Good looks in a row at the copy that had the fewest.
rollout_seguidas() { printf '%s\n' "${ROLLOUT_BOAS[@]}" | sort -n | head -n 1; }

# rollout_portao <service> <IMAGE:TAG> <seconds>: waits until every copy is ready several times in a row.
rollout_portao() {
  local prazo=$((SECONDS + $3)) seguidas
  rollout_acompanhar "$1" "$2"
  if [ ${#ROLLOUT_COPIAS[@]} -eq 0 ]; then
    ROLLOUT_MOTIVO='o contêiner não foi criado'
    return 1
  fi
  while :; do
    rollout_ronda || return 1
    seguidas=$(rollout_seguidas)
    [ "$seguidas" -lt "$ROLLOUT_SEGUIDAS" ] || return 0
    if [ "$SECONDS" -ge "$prazo" ]; then
      ROLLOUT_MOTIVO="em $3 s não ficou pronto: ${ROLLOUT_MOTIVO:-$seguidas de $ROLLOUT_SEGUIDAS respostas}"
      return 1
    fi
    dormir 1
  done
}

# rollout_observar <service> <IMAGE:TAG> <seconds>: every copy must stay up; a single missed probe is forgiven.
rollout_observar() {
  local fim=$((SECONDS + $3))
  rollout_acompanhar "$1" "$2"
  if [ ${#ROLLOUT_COPIAS[@]} -eq 0 ]; then
    ROLLOUT_MOTIVO=$ROLLOUT_SUMIU
    return 1
  fi
  while [ "$SECONDS" -lt "$fim" ]; do
    rollout_ronda "$ROLLOUT_SEGUIDAS" || return 1
    dormir 1
  done
}

# rollout_recriar <service> <IMAGE:TAG> [options of up]: also when nothing changed, so that a new `.env` takes effect.
rollout_recriar() {
  local servico=$1 ambiente
  mapfile -t ambiente < <(rollout_ambiente "${1%-reserva}" "$2")
  ROLLOUT_CULPADO=''
  shift 2
  compose "${ambiente[@]}" up -d --no-deps --no-build --force-recreate "$@" "$servico"
}

# The standby runs the release, whatever is being tried.
rollout_subir_reserva() {
  local reserva=$1-reserva release
  release=$(rollout_release "$1")
  rollout_recriar "$reserva" "$release" && rollout_portao "$reserva" "$release" "$2"
}

rollout_tirar_reserva() {
  [ -n "$(rollout_conteiner "$1-reserva")" ] || return 0
  compose --profile reserva rm --stop --force "$1-reserva"
}
