# Prepares .env and the secret files. Repeatable: what is already there is kept, and no secret is ever printed.
# shellcheck shell=bash

carregar segredos
carregar backup-migracoes

ajuda_init() {
  cat <<'TEXTO'
Uso: ./julia init [--simulador] [--sem-arquivos] [--sem-perguntas]

Cria o .env a partir do .env.example (se ainda não existe), gera valores fortes para os segredos que são só nossos e estão
vazios, e passa os segredos do .env para arquivos em ./segredos, que os contêineres leem. Nada do que já existe é trocado,
nenhum segredo é mostrado, e o .env de antes fica em .env.anterior (só você lê). Pode ser repetido.

  --simulador       prepara um ensaio: simulador no lugar do WhatsApp e da IA, banco embutido no lugar do Supabase
  --sem-arquivos    deixa os segredos no .env
  --sem-perguntas   não pergunta o que falta (fora de um terminal nunca pergunta)

Exemplo: ./julia init --simulador && docker compose up -d
Saída: 0 certo; 1 não consegui escrever; 3 falta o .env.example.
TEXTO
}

# Whether secrets end in files: then a filled file counts as a value.
INIT_ARQUIVOS=sim

comando_init() {
  local simulador=nao perguntas=sim
  while [ $# -gt 0 ]; do
    case $1 in
      --simulador) simulador=sim INIT_ARQUIVOS=nao ;;
      --sem-arquivos) INIT_ARQUIVOS=nao ;;
      --sem-perguntas) perguntas=nao ;;
      *) uso_errado "Não conheço a opção $1." init ;;
    esac
    shift
  done
  umask 077
  trava_pegar "init"
  # What a run that was killed left behind may hold secrets.
  rm -f -- "$JULIA_ENV".novo.* "$JULIA_ENV.anterior.novo"
  if [ -f "$JULIA_ENV" ]; then guardar_env_anterior; else criar_env; fi
  if [ "$simulador" = sim ]; then preparar_ensaio; fi
  gerar_o_que_falta
  if [ "$perguntas" = sim ] && [ "$simulador" = nao ] && tem_terminal; then perguntar_o_que_falta; fi
  if [ "$INIT_ARQUIVOS" = sim ]; then
    passar_segredos_para_arquivos
    local arquivo
    for arquivo in $(arquivos_com_segredos); do juntar_compose_file "$arquivo"; done
    conferir_leitura_dos_segredos
  fi
  preparar_pastas
  descartar_copia_igual
  trava_soltar
  dizer_o_que_fazer "$simulador"
}

# Containers of other users read them. After the first `up` logs belongs to the services' user, and is as it must be.
preparar_pastas() {
  local pasta
  for pasta in "$JULIA_RAIZ/logs" "$JULIA_RAIZ/static"; do
    mkdir -p "$pasta"
    if [ -O "$pasta" ]; then chmod 755 "$pasta"; fi
  done
  backup_criar_pastas || true
}

criar_env() {
  [ -f "$JULIA_RAIZ/.env.example" ] || morrer "$SAIDA_AMBIENTE" "Não há .env nem .env.example em $JULIA_RAIZ." \
    "Baixe o repositório de novo ou copie o .env.example da mesma versão."
  local temporario
  temporario=$(mktemp "$JULIA_ENV.novo.XXXXXX")
  cat "$JULIA_RAIZ/.env.example" >"$temporario"
  chmod 600 "$temporario"
  descarregar_no_disco "$temporario"
  mv -f -- "$temporario" "$JULIA_ENV"
  dizer ".env criado a partir do .env.example (só você o lê)."
}

guardar_env_anterior() {
  rm -f -- "$JULIA_ENV.anterior.novo"
  cat "$JULIA_ENV" >"$JULIA_ENV.anterior.novo"
  chmod 600 "$JULIA_ENV.anterior.novo"
}

# A second init changes nothing: then the copy of the real earlier .env must survive.
descartar_copia_igual() {
  [ -f "$JULIA_ENV.anterior.novo" ] || return 0
  if cmp -s "$JULIA_ENV" "$JULIA_ENV.anterior.novo"; then
    rm -f -- "$JULIA_ENV.anterior.novo"
    return 0
  fi
  mv -f -- "$JULIA_ENV.anterior.novo" "$JULIA_ENV.anterior"
  dizer "O .env de antes está em .env.anterior; apague-o quando tudo estiver no ar (ele pode conter segredos)."
}

# NAME|how it is made|profile that must be active. Only secrets that both ends of read from us: nobody else issues them.
valores_gerados() {
  cat <<'LISTA'
EVOLUTION_WEBHOOK_TOKEN|hex 32|
JULIA_API_TOKEN|hex 32|
JULIA_JOBS_TOKEN|hex 32|
REDIS_PASSWORD|hex 32|
EVOLUTION_API_KEY|hex 32|evolution
EVOLUTION_POSTGRES_PASSWORD|hex 24|evolution
CHATWOOT_POSTGRES_PASSWORD|hex 24|chatwoot
CHATWOOT_SECRET_KEY_BASE|hex 64|chatwoot
GRAFANA_SENHA|hex 16|observabilidade
BACKUP_SENHA|hex 32|
EVOLUTION_INSTANCE|texto julia|
LISTA
}

tem_valor() { [ -n "$(env_ler "$1")" ] || { [ "$INIT_ARQUIVOS" = sim ] && segredo_em_arquivo "$1"; }; }

perfil_ativo() { [[ ,$(env_efetivo COMPOSE_PROFILES), = *,$1,* ]]; }

gerar_o_que_falta() {
  local nome como perfil gerados='' pares=()
  while IFS='|' read -r nome como perfil; do
    # A name that this version does not document is not invented.
    grep -q "^$nome=" "$JULIA_RAIZ/.env.example" "$JULIA_ENV" || continue
    [ -z "$perfil" ] || perfil_ativo "$perfil" || continue
    ! tem_valor "$nome" || continue
    # Somebody else's Redis has a password of its own.
    [ "$nome" != REDIS_PASSWORD ] || [ -z "$(env_ler REDIS_URL)" ] || continue
    case $como in
      hex*) pares+=("$nome=$(aleatorio_hex "${como#hex }")") ;;
      texto*) pares+=("$nome=${como#texto }") ;;
    esac
    gerados+=" $nome"
  done < <(valores_gerados)
  [ ${#pares[@]} -gt 0 ] || return 0
  env_gravar "${pares[@]}"
  dizer "Gerados:$gerados."
  [[ $gerados != *BACKUP_SENHA* ]] || dizer "Guarde BACKUP_SENHA também fora deste servidor: sem ela nenhuma cópia de segurança abre."
}

# NAME|question|secret?
perguntas_do_init() {
  cat <<'LISTA'
SUPABASE_URL|Endereço do projeto Supabase (https://….supabase.co)|nao
SUPABASE_SERVICE_KEY|Chave secreta do Supabase (sb_secret_… ou service role)|sim
SUPABASE_DB_URL|Endereço do banco para as migrações (postgresql://…; Enter para deixar em branco)|sim
ANTHROPIC_API_KEY|Chave da Anthropic (sk-ant-…)|sim
NOME_EMPRESA|Empresa em nome de quem a Júlia escreve|nao
LISTA
}

perguntar_o_que_falta() {
  local nome pergunta secreto resposta
  while IFS='|' read -r -u 9 nome pergunta secreto; do
    ! tem_valor "$nome" || continue
    grep -q "^$nome=" "$JULIA_RAIZ/.env.example" || continue
    if [ "$secreto" = sim ]; then
      read -r -s -p "$pergunta: " resposta
      printf '\n'
    else
      read -r -p "$pergunta: " resposta
    fi
    [ -z "$resposta" ] || env_gravar "$nome=$resposta"
  done 9< <(perguntas_do_init)
}

# juntar_compose_file <file>: adds it to COMPOSE_FILE, once, if it exists.
juntar_compose_file() {
  local atual
  [ -f "$JULIA_RAIZ/$1" ] || return 0
  atual=$(env_ler COMPOSE_FILE)
  [[ :$atual: != *:$1:* ]] || return 0
  env_gravar "COMPOSE_FILE=${atual:-compose/compose.yaml}:$1"
}

# The rehearsal never touches an installation that already speaks with the real world.
preparar_ensaio() {
  local endereco
  [ -f "$JULIA_RAIZ/compose/simulador.yaml" ] || morrer "$SAIDA_AMBIENTE" "Este pacote não traz compose/simulador.yaml." "Ensaie a partir do repositório."
  endereco=$(env_ler SUPABASE_URL)
  if [ "$(env_ler ENVIRONMENT)" = production ] || [ -n "$endereco" ] && [ "$endereco" != http://banco-embutido:54321 ]; then
    morrer "$SAIDA_FALHA" "Este .env já aponta para serviços de verdade; não o transformo em ensaio." \
      "Ensaie numa outra cópia do repositório."
  fi
  local projeto_do_ensaio
  projeto_do_ensaio=$(env_ler COMPOSE_PROJECT_NAME)
  # Its own volumes and network: rehearsed jobs must not wait in the Redis of a later installation, nor its edge answer for the other.
  [ "${projeto_do_ensaio:-julia}" != julia ] || projeto_do_ensaio=julia-ensaio
  local rede
  rede=$(env_ler JULIA_REDE)
  [ "${rede:-evolution-net}" != evolution-net ] || rede=julia-ensaio-net
  env_gravar "COMPOSE_PROJECT_NAME=$projeto_do_ensaio" "JULIA_REDE=$rede" \
    COMPOSE_FILE=compose/compose.yaml:compose/simulador.yaml COMPOSE_PROFILES=simulador ENVIRONMENT=development \
    SUPABASE_URL=http://banco-embutido:54321 SUPABASE_SERVICE_KEY=sb_secret_julia_desenvolvimento_local \
    SUPABASE_DB_URL=postgres://postgres@banco-embutido:5432/postgres \
    EVOLUTION_API_URL=http://simulador:8080 ANTHROPIC_BASE_URL=http://simulador:8080
  [ -n "$(env_ler EVOLUTION_API_KEY)" ] || env_gravar EVOLUTION_API_KEY=chave-do-simulador
  [ -n "$(env_ler ANTHROPIC_API_KEY)" ] || env_gravar ANTHROPIC_API_KEY=chave-do-simulador
}

dizer_o_que_fazer() {
  dizer
  if [ "$1" = sim ]; then
    dizer "Ensaio pronto. Suba com: ./julia up   (ou docker compose up -d)"
    dizer "Os telefones simulados ficam em http://127.0.0.1:$(env_efetivo SIMULADOR_PORTA 8090)"
    return
  fi
  local nome faltam=''
  for nome in SUPABASE_URL SUPABASE_SERVICE_KEY ANTHROPIC_API_KEY EVOLUTION_API_KEY EVOLUTION_INSTANCE; do
    if ! tem_valor "$nome"; then faltam+=" $nome"; fi
  done
  if [ -n "$faltam" ]; then
    dizer "Falta preencher no .env:$faltam."
    dizer "Depois rode ./julia init outra vez: o que for segredo vai para ./segredos."
  else
    dizer "Tudo preenchido. Confira com ./julia check-env e suba com ./julia up (ou docker compose up -d)."
  fi
}
