# The drill: the newest copy into an empty Postgres of its own, without a network, compared with its manifest.
# shellcheck shell=bash

readonly ENSAIO=/ensaio

# First half, with access to the repository: the copy and the newest ledger, into a throw-away volume.
comando_ensaio_baixar() {
  local copia chave id volume volumes
  preparar_restic
  copia=$(achar_copia "${1:-}")
  buscar_copia "$copia" "$ENSAIO"
  chave=$(cat "$ENSAIO/copia/banco/chave-id.txt")
  id=$(ids_com optout "chave-$chave" | sed -n 1p)
  printf '[]' >"$ENSAIO/livros.json"
  if [ -n "$id" ]; then
    restic_ou_morrer "Ler o livro de opt-outs" dump "$id" "$ESTADO/livro/livro.json" | jq -c '[.]' >"$ENSAIO/livros.json"
  fi
  volumes=$(restic_ou_morrer "Ler a cópia" snapshots --json "$copia" | jq -r '.[0].paths[] | select(startswith("/volumes/"))')
  for volume in $volumes; do
    restic_ou_morrer "Restaurar ${volume##*/}" restore "$copia:$volume" --target "$ENSAIO$volume" --verify
  done
  chown -R 65532:65532 "$ENSAIO"
  dizer "Cópia ${copia:0:8}, de $(jq -r .instante "$ENSAIO/copia/manifesto.json"), buscada e conferida byte a byte."
}

# Second half, as another user and with no network at all.
comando_ensaio_conferir() {
  local m=$ENSAIO/copia/manifesto.json parte
  export PGSERVICEFILE=/tmp/pg_service.conf PGAPPNAME=julia-ensaio
  iniciar_postgres
  # shellcheck disable=SC2064 # the folder is known now
  trap "pg_ctl --pgdata '$ENSAIO/pg' --mode immediate --silent stop" EXIT
  banco_restaurar julia "$ENSAIO/copia/banco" "$ENSAIO/livros.json" "$(jq -r .instante "$m")" >/dev/null
  dizer "banco: $(jq -r '.tabelas.banco | "\(length) tabelas, \([.[].linhas] | add) linhas"' "$m"), iguais ao manifesto"
  conferir_que_nada_sai
  for parte in evolution chatwoot; do
    [ -f "$ENSAIO/copia/$parte/dados.dump" ] || continue
    printf '[%s]\nhost=/tmp\nuser=postgres\ndbname=%s\n' "$parte" "$parte" >>"$PGSERVICEFILE"
    vizinho_restaurar "$parte" "$ENSAIO/copia/$parte"
    dizer "$parte: $(jq -r --arg p "$parte" '.tabelas[$p] | "\(length) tabelas, \([.[].linhas] | add) linhas"' "$m"), iguais ao manifesto"
  done
  redis-check-rdb "$ENSAIO/copia/redis/dump.rdb" >/dev/null || morrer "$SAIDA_FALHA" "A cópia do Redis não abre."
  dizer "redis: abre inteiro"
  dizer "Ensaio bom."
}

iniciar_postgres() {
  rm -rf "$ENSAIO/pg"
  initdb --pgdata "$ENSAIO/pg" --username postgres --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
  pg_ctl --pgdata "$ENSAIO/pg" --silent --wait --log "$ENSAIO/pg.log" \
    --options "-k /tmp -c listen_addresses='' -c fsync=off -c jit=off -c max_connections=10 -c shared_buffers=64MB -c dynamic_shared_memory_type=mmap" start ||
    { cat "$ENSAIO/pg.log" >&2; morrer "$SAIDA_FALHA" "O Postgres do ensaio não subiu."; }
  printf '[julia]\nhost=/tmp\nuser=postgres\ndbname=postgres\n' >"$PGSERVICEFILE"
}

# What the restore promises: paused, nothing in flight, everybody in the ledger opted out.
conferir_que_nada_sai() {
  local problemas
  problemas=$(psql_de julia <<'SQL'
select 'a Júlia não ficou pausada' from configuracoes where not pausada
union all
select count(*) || ' mensagem(ns) poderia(m) sair' from mensagens
  where status in ('enviando', 'incerta') or status = 'pendente' and (tipo <> 'lembrete' or agendar_para <= agora()) having count(*) > 0
union all
select count(*) || ' pessoa(s) do livro de opt-outs sem opt-out' from medico_aliases a
  join medicos m on m.id = a.medico_id
  join interno.optouts o on o.hash = interno.hash_de_contato((select chave from interno.chave_optout), a.tipo, a.valor)
  where m.optout_em is null having count(*) > 0
SQL
)
  [ -z "$problemas" ] || morrer "$SAIDA_FALHA" "O banco restaurado não está seguro: $problemas"
  dizer "pausada, nada na fila, opt-outs lembrados: $(psql_de julia --command 'select count(*) from interno.optouts')"
}

# ensaio-anotar ok|falhou <seconds>: the outcome, where monitoring finds it.
comando_ensaio_anotar() {
  mkdir -p "$ESTADO"
  if [ "${1:-}" = ok ]; then
    estado_gravar ensaio_ok=1 "ensaio_em=$(agora)" "ensaio_duracao=${2:-0}"
  else
    estado_gravar ensaio_ok=0
  fi
}
