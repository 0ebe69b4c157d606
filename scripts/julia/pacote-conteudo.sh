# What goes into a bundle and how it is checked.
# shellcheck shell=bash

# Everything an installation needs; never .env, segredos, logs or data.
readonly ITENS_DO_PACOTE=(julia scripts compose supabase/migrations docs .env.example DEPLOY.md LICENSE README.md)

copiar_arquivos() {
  local item
  for item in "${ITENS_DO_PACOTE[@]}"; do
    [ -e "$1/$item" ] || continue
    mkdir -p "$(dirname "$2/$item")"
    cp -R -- "$1/$item" "$2/$item"
  done
  find "$2" \( -name '.env' -o -name 'node_modules' -o -name '*.log' \) -prune -exec rm -rf {} +
  # Every path is listed with its sum: a link could point elsewhere than what was summed.
  find "$2" -type l -exec rm -f {} +
}

# Images of the active profiles as the rendered configuration names them.
imagens_do_compose() { compose_ler config | sed -n 's/^ *image: *//p' | tr -d "'\"" | sort -u; }

# A digest does not survive docker save: the image travels under its tag, and that is what imagens.env says.
sem_digest() { printf '%s\n' "${1%%@sha256:*}"; }

guardar_imagens() {
  local texto imagem nome nomes=() erro_saida
  texto=$(imagens_do_compose)
  [ -n "$texto" ] || morrer "$SAIDA_AMBIENTE" "O docker compose não diz quais são as imagens." "docker compose config -q mostra o erro."
  : >"$1/imagens.txt"
  while IFS= read -r imagem; do
    if ! docker image inspect "$imagem" >/dev/null 2>&1; then
      mostrar_linha "docker pull $imagem"
      erro_saida=$(docker pull --quiet "$imagem" 2>&1) || morrer "$SAIDA_FALHA" "Falta a imagem $imagem: $erro_saida" "Construa ou baixe antes: docker compose build; docker compose pull"
    fi
    nome=$(sem_digest "$imagem")
    [ "$nome" = "$imagem" ] || docker tag "$imagem" "$nome"
    nomes+=("$nome")
    printf '%s %s %s\n' "$nome" "$(docker image inspect --format '{{.Id}}' "$nome")" "$imagem" >>"$1/imagens.txt"
  done <<<"$texto"
  variaveis_do_pacote "$1/imagens.txt" >"$1/imagens.env"
  dizer "Guardando ${#nomes[@]} imagens…"
  mostrar_linha "docker save ${nomes[*]} | gzip"
  docker save "${nomes[@]}" | gzip -1 >"$1/imagens.tar.gz"
}

# Sums of all files but the list itself.
somar() {
  (cd "$1" && find . -type f ! -path ./pacote/SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -- >pacote/SHA256SUMS)
}

abrir_pacote() {
  local nomes
  nomes=$(tar -tf "$1" 2>/dev/null) || morrer "$SAIDA_FALHA" "O arquivo não é um .tar inteiro." "Copie-o de novo da origem."
  if grep -Eq '^/|(^|/)\.\.(/|$)' <<<"$nomes" || grep -Evq '^julia-[^/]+/' <<<"$nomes"; then
    morrer "$SAIDA_FALHA" "Pacote recusado: há caminhos que sairiam da pasta dele. Nada foi mudado."
  fi
  tar -C "$2" --no-same-owner -xf "$1"
}

# Refuses what differs, is missing or was added. In an opened bundle that is already in use, what the installation itself
# makes (.env, segredos, logs, .julia) does not count.
conferir_pacote() {
  local lista=$1/pacote/SHA256SUMS ruins sobram
  [ -f "$lista" ] || morrer "$SAIDA_FALHA" "Isto não é um pacote da Júlia: falta pacote/SHA256SUMS."
  ruins=$(cd "$1" && LC_ALL=C sha256sum -c --quiet pacote/SHA256SUMS 2>/dev/null | sed 's/: FAILED.*//' || true)
  if [ -n "$ruins" ] || ! (cd "$1" && sha256sum -c --status pacote/SHA256SUMS 2>/dev/null); then
    morrer "$SAIDA_FALHA" "Pacote recusado: estes arquivos mudaram ou faltam: ${ruins//$'\n'/, }. Nada foi mudado." "Copie o pacote de novo da origem."
  fi
  sobram=$(
    cd "$1" && comm -13 <(sed 's/^[0-9a-f]*  //' pacote/SHA256SUMS | LC_ALL=C sort) \
      <(find . \( -path './.env*' -o -path ./segredos -o -path ./logs -o -path ./.julia -o -path './static/*' \) -prune -o ! -type d -print | LC_ALL=C sort) |
      grep -v -x -e ./pacote/SHA256SUMS -e ./.env.example || true
  )
  [ -z "$sobram" ] || morrer "$SAIDA_FALHA" "Pacote recusado: há arquivos que não estavam nele: ${sobram//$'\n'/, }. Nada foi mudado." "Copie o pacote de novo da origem."
  dizer "Pacote conferido: $(wc -l <"$lista" | tr -d ' ') arquivos."
}

carregar_imagens() {
  local nome id _original aqui
  [ -f "$1/imagens.tar.gz" ] || {
    dizer "Este pacote não traz imagens."
    return 0
  }
  aqui=$(docker version --format '{{.Server.Arch}}')
  [ "$aqui" = "$(cat "$1/arquitetura")" ] || morrer "$SAIDA_FALHA" "O pacote é para $(cat "$1/arquitetura") e esta máquina é $aqui." "Faça o pacote numa máquina $aqui."
  mostrar_linha "docker load < pacote/imagens.tar.gz"
  gzip -dc "$1/imagens.tar.gz" | docker load >/dev/null
  while read -r nome id _original; do
    [ "$(docker image inspect --format '{{.Id}}' "$nome" 2>/dev/null)" = "$id" ] ||
      morrer "$SAIDA_FALHA" "A imagem $nome carregada não é a do pacote." "Repita ./julia unbundle; há espaço em disco?"
  done <"$1/imagens.txt"
  dizer "$(wc -l <"$1/imagens.txt" | tr -d ' ') imagens carregadas."
  gravar_variaveis_do_pacote "$1/imagens.env"
}

# variaveis_do_pacote <imagens.txt>: which images an installation of this bundle uses, as lines of .env: those of its own choice,
# and those whose default carries a digest, which Compose would ask a registry for. Variables and defaults come from image: ${REDIS_IMAGE:-redis:7.4@sha256:…}
variaveis_do_pacote() {
  local linha variavel padrao valor
  printf 'COMPOSE_PROFILES=%s\n' "$(env_efetivo COMPOSE_PROFILES)"
  printf 'COMPOSE_FILE=%s\n' "$(env_efetivo COMPOSE_FILE compose/compose.yaml | tr ':' '\n' | grep -v 'segredos.yaml$' | paste -s -d : -)"
  # shellcheck disable=SC2016 # a literal ${ is looked for
  sed -n 's/^ *image: *//p' "$JULIA_RAIZ"/compose/*.yaml | grep -o '\${[A-Z0-9_]*:-[^}]*}' | tr -d '${}' | sort -u |
    while IFS= read -r linha; do
      variavel=${linha%%:-*} padrao=${linha#*:-}
      valor=$(env_efetivo "$variavel" "$padrao")
      valor=$(sem_digest "$valor")
      # Of others only what travels with this bundle.
      [[ $variavel = JULIA_* ]] || grep -q -F -- "$valor " "$1" || continue
      [ "$valor" = "$padrao" ] || printf '%s=%s\n' "$variavel" "$valor"
    done
}

# A new installation takes all of it; one that exists keeps its profiles and its own release, which ./julia update moves.
gravar_variaveis_do_pacote() {
  local pares=() nova=nao linha
  [ -f "$1" ] || return 0
  if [ ! -f "$JULIA_ENV" ]; then
    carregar init
    criar_env
    nova=sim
  fi
  while IFS= read -r linha; do
    case $linha in
      JULIA_* | COMPOSE_*) if [ "$nova" = sim ]; then pares+=("$linha"); fi ;;
      *) pares+=("$linha") ;;
    esac
  done <"$1"
  [ ${#pares[@]} -eq 0 ] || env_gravar "${pares[@]}"
}

# What the installed version brought; whatever else lies in our folders is the admin's.
readonly LISTA_INSTALADA=$JULIA_RAIZ/.julia/arquivos-do-pacote

# arquivos_da_lista <sums>: its paths, one a line; nothing without a list.
arquivos_da_lista() { [ ! -f "$1" ] || sed -n 's|^[0-9a-f]*  \./||p' "$1" | LC_ALL=C sort; }

# From the list that the last ./julia unbundle left or, in an opened bundle, from its own.
arquivos_instalados() {
  if [ -f "$LISTA_INSTALADA" ]; then arquivos_da_lista "$LISTA_INSTALADA"; else arquivos_da_lista "$JULIA_RAIZ/pacote/SHA256SUMS"; fi
}

# Over an existing installation. The opened bundle lies on the same disk, so that everything takes its place by renames: file by
# file, because containers have mounted folders of compose/ and would not see others in their place. scripts/ is changed as one,
# and late: half of it might be no ./julia to repeat this with. Killed anywhere, the same command finishes.
instalar_arquivos() {
  local item
  [ ! "$1" -ef "$JULIA_RAIZ" ] || return 0
  if [ -e "$JULIA_RAIZ/.git" ]; then
    dizer "Esta pasta é um repositório git: os arquivos ficam como estão; só as imagens foram carregadas."
    return 0
  fi
  for item in "${ITENS_DO_PACOTE[@]}"; do
    case $item in julia | scripts) ;; *) por_no_lugar "$1" "$item" ;; esac
  done
  tirar_o_que_saiu "$1/pacote/SHA256SUMS"
  trocar_scripts "$1"
  por_no_lugar "$1" julia
  por_no_lugar "$1" VERSAO
  mkdir -p "$JULIA_RAIZ/.julia"
  cp -- "$1/pacote/SHA256SUMS" "$LISTA_INSTALADA.novo"
  mv -f -- "$LISTA_INSTALADA.novo" "$LISTA_INSTALADA"
}

# por_no_lugar <opened bundle> <file or folder>: what the bundle does not bring stays.
por_no_lugar() {
  local arquivo destino
  [ -e "$1/$2" ] || return 0
  while IFS= read -r -d '' arquivo; do
    destino=$JULIA_RAIZ/${arquivo#"$1/"}
    [ -d "${destino%/*}" ] || mkdir -p "${destino%/*}"
    mv -f -T -- "$arquivo" "$destino"
  done < <(find "$1/$2" -type f -print0)
}

# tirar_o_que_saiu <sums of the bundle>: files that the installed version brought and this one does not. scripts/ has its own way.
tirar_o_que_saiu() {
  local arquivo
  while IFS= read -r arquivo; do
    case $arquivo in compose/* | docs/* | supabase/migrations/*) rm -f -- "$JULIA_RAIZ/$arquivo" ;; esac
  done < <(LC_ALL=C comm -23 <(arquivos_instalados) <(arquivos_da_lista "$1"))
}

# Between the two renames there is no scripts/; ./julia puts the old one back if it comes to that.
trocar_scripts() {
  local arquivo
  [ -d "$1/scripts" ] || return 0
  if [ -d "$JULIA_RAIZ/scripts" ]; then
    while IFS= read -r arquivo; do
      [ ! -e "$1/$arquivo" ] || continue
      mkdir -p "$1/${arquivo%/*}"
      cp -P -p -- "$JULIA_RAIZ/$arquivo" "$1/$arquivo"
    done < <(LC_ALL=C comm -23 <(cd "$JULIA_RAIZ" && find scripts ! -type d | LC_ALL=C sort) <(arquivos_instalados))
    rm -rf -- "$JULIA_RAIZ/scripts.antigo"
    mv -T -- "$JULIA_RAIZ/scripts" "$JULIA_RAIZ/scripts.antigo"
  fi
  mv -T -- "$1/scripts" "$JULIA_RAIZ/scripts"
  rm -rf -- "$JULIA_RAIZ/scripts.antigo"
}
