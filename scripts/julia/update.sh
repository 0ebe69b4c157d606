# A newer Júlia, one service at a time, without losing a message. Works offline with images that are already here.
# shellcheck shell=bash

carregar espera
carregar rollout
carregar segredos

# Whoever consumes before whoever asks: the new api publishes jobs, and the new scheduler asks for some, that the old ones lack.
readonly UPDATE_SERVICOS=(julia-worker julia-api julia-scheduler)

ajuda_update() {
  cat <<'TEXTO'
Uso: ./julia update [VERSÃO] [--local] [--com-backup]

Atualiza a Júlia para a VERSÃO (uma tag do repositório, como v1.4.0; sem ela, a tag mais nova). Confere a máquina, baixa os
arquivos e as imagens (ou constrói, se não há de onde baixar), aplica as migrações e só então troca worker, api e scheduler, um
de cada vez, com volta automática se um deles não fica bom. Por fim aplica o que mudou nos vizinhos. Quem já está na versão fica.

  --local        não baixa nada: usa os arquivos e imagens que já estão aqui (depois de ./julia unbundle)
  --com-backup   faz uma cópia de segurança antes

Exemplo: ./julia update v1.4.0
Saída: 0 atualizado; 1 falhou (o que já foi trocado fica; o resto continua na versão de antes); 3 falta algo na máquina.
TEXTO
}

comando_update() {
  local versao='' local=nao copia=nao continuar=nao
  while [ $# -gt 0 ]; do
    case $1 in
      --local) local=sim ;;
      --com-backup) copia=sim ;;
      # The files have been replaced by a checkout: the new ./julia goes on from here.
      --continuar) continuar=sim ;;
      -*) uso_errado "Não conheço a opção $1." update ;;
      *)
        [ -z "$versao" ] || uso_errado "Só uma versão de cada vez." update
        versao=$1
        ;;
    esac
    shift
  done
  [[ $versao =~ ^[A-Za-z0-9._@:-]*$ ]] || uso_errado "Isto não é uma versão: $versao" update
  exigir_motor
  exigir_env
  if [ "$continuar" = nao ]; then
    "$JULIA_RAIZ/julia" preflight || morrer "$SAIDA_AMBIENTE" "A máquina não está pronta para atualizar." "Resolva o que o preflight mostrou."
    if [ "$copia" = sim ]; then
      "$JULIA_RAIZ/julia" backup || morrer "$SAIDA_FALHA" "A cópia de segurança falhou; não atualizei." "Veja ./julia backup"
    else
      dizer "Dica: ./julia backup antes de atualizar (ou use --com-backup)."
    fi
    if [ "$local" = nao ] && [ -e "$JULIA_RAIZ/.git" ]; then
      [ -n "$versao" ] || versao=$(versao_mais_nova)
      trazer_arquivos "$versao"
      # bash reads a script while it runs: the rest must come from the files of the new version.
      exec "$JULIA_RAIZ/julia" update --continuar "${versao:-$(versao_instalada)}"
    fi
  fi
  [ -n "$versao" ] || versao=$(versao_instalada)
  completar_segredos
  trocar_servicos "$versao" "$local"
  if [ "$local" = nao ]; then renovar_backup; fi
  aplicar_vizinhos
  dizer
  dizer "${COR_VERDE}Atualizada para $versao.${COR_FIM} Confira com ./julia doctor"
}

versao_mais_nova() {
  git -C "$JULIA_RAIZ" fetch --quiet --tags origin 2>/dev/null || erro "Sem acesso ao repositório: uso as tags que já estão aqui."
  git -C "$JULIA_RAIZ" tag --list 'v[0-9]*' --sort=-v:refname | grep -v -e '-' | head -n 1 || true
}

trazer_arquivos() {
  if [ -n "$(git -C "$JULIA_RAIZ" status --porcelain --untracked-files=no)" ]; then
    morrer "$SAIDA_FALHA" "Há arquivos do repositório alterados nesta máquina; não passo por cima." \
      "git status mostra quais. Ajustes seus ficam no .env ou num compose/*.yaml só seu, listado em COMPOSE_FILE."
  fi
  if [ -n "$1" ]; then
    git -C "$JULIA_RAIZ" rev-parse -q --verify "refs/tags/$1" >/dev/null ||
      git -C "$JULIA_RAIZ" fetch --quiet --tags origin 2>/dev/null || true
    mostrar_linha "git checkout --quiet $1"
    git -C "$JULIA_RAIZ" checkout --quiet "$1" || morrer "$SAIDA_FALHA" "Não encontrei a versão $1." "git tag --list mostra as que existem."
    return
  fi
  mostrar_linha "git pull --ff-only"
  git -C "$JULIA_RAIZ" pull --quiet --ff-only || erro "Não consegui baixar; sigo com os arquivos que estão aqui."
}

# Image and name of a service as `.env` says, without its tag.
imagem_do_servico() {
  local prefixo=${1^^}
  env_efetivo "${prefixo//-/_}_IMAGE" "$1"
}

# Files of secrets that the version before did not have: Compose cannot mount what is not there.
completar_segredos() {
  local arquivo
  usa_arquivos_de_segredo || return 0
  for arquivo in $(nomes_dos_segredos); do
    [ ! -e "$PASTA_SEGREDOS/$arquivo" ] || continue
    mostrar_linha "./julia init --sem-perguntas"
    "$JULIA_RAIZ/julia" init --sem-perguntas || morrer "$SAIDA_FALHA" "Não consegui criar os segredos que a versão nova pede; nada foi trocado." \
      "Rode ./julia init e repita o update."
    return 0
  done
}

trocar_servicos() {
  local servico imagem
  for servico in "${UPDATE_SERVICOS[@]}"; do
    imagem=$(imagem_do_servico "$servico"):$1
    docker image inspect "$imagem" >/dev/null 2>&1 && continue
    [ "$2" = nao ] || morrer "$SAIDA_FALHA" "A imagem $imagem não está nesta máquina." "Instale o pacote com ./julia unbundle, ou repita sem --local."
    obter_imagem "$servico" "$imagem" "$1"
  done
  # First of all: the new worker may refuse the schema of before, and what runs now works with the new one.
  dizer
  titulo "Migrações de $1"
  rollout_migrar "$(imagem_do_servico julia-api):$1" || morrer "$SAIDA_FALHA" "As migrações de $1 não foram aplicadas; nada foi trocado." \
    "Corrija o que julia-migrate mostrou e repita ./julia update $1"
  for servico in "${UPDATE_SERVICOS[@]}"; do
    dizer
    titulo "$servico → $1"
    if ja_na_versao "$servico" "$(imagem_do_servico "$servico"):$1"; then
      dizer "Já está em $1."
      continue
    fi
    "$JULIA_RAIZ/julia" rollout "$servico" "$1" || morrer "$SAIDA_FALHA" "$servico não passou para $1 e voltou à versão de antes." \
      "Corrija e repita ./julia update $1: o que já foi trocado não é trocado de novo."
  done
}

# ja_na_versao <service> <IMAGE:TAG>: `.env` says so, and that very image runs.
ja_na_versao() {
  [ "$(rollout_release "$1")" = "$2" ] && rollout_roda "$1" "$2"
}

# Pulled where there is a registry, built here otherwise, with the label that a rollout looks at.
obter_imagem() {
  local variavel=${1^^} rotulo=()
  mostrar_linha "docker pull $2"
  docker pull --quiet "$2" 2>/dev/null && return 0
  dizer "Não há $2 para baixar: construo aqui."
  if [[ $3 =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then rotulo=(--build-arg "VERSION=${3#v}"); fi
  compose "${variavel//-/_}_TAG=$3" build "${rotulo[@]}" "$1" ||
    morrer "$SAIDA_FALHA" "Não consegui baixar nem construir $2." "Sem internet: leve um pacote (./julia bundle na outra máquina) e use ./julia unbundle."
}

# What makes the backups comes from the files of this version too; a registry has it only where somebody put it there.
renovar_backup() {
  [[ ,$(env_efetivo COMPOSE_PROFILES), = *,backup,* ]] || return 0
  if [[ $(env_efetivo JULIA_BACKUP_IMAGE) = */* ]]; then compose pull backup; else compose build backup; fi ||
    erro "A imagem de backup não foi renovada; as cópias continuam com a de antes."
}

# `up -d` recreates only what changed. Our own services are not named: they are new already, and a Compose that counts depends_on
# takes what a rollout made with --no-deps for changed, and would make it anew without a standby.
aplicar_vizinhos() {
  local texto desejados servico vizinhos=()
  texto=$(servicos_desejados) || morrer "$SAIDA_AMBIENTE" "O docker compose não aceita a configuração (veja acima)."
  mapfile -t desejados <<<"$texto"
  for servico in "${desejados[@]}"; do
    [[ " ${UPDATE_SERVICOS[*]} " = *" $servico "* ]] || vizinhos+=("$servico")
  done
  compose up -d "${vizinhos[@]}" || morrer "$SAIDA_FALHA" "Os três serviços estão na versão nova, mas o docker compose up terminou com erro." "./julia up mostra quem foi."
  esperar_saudavel "${JULIA_UP_ESPERA_S:-180}" "${desejados[@]}" || {
    explicar_culpados 20
    morrer "$SAIDA_FALHA" "Nem tudo ficou saudável depois da troca: $(culpados)" "./julia status; ./julia doctor"
  }
}
