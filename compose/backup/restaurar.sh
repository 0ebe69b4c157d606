# Steps of `./julia restore`, which stops and starts services around them. The database is restored in one transaction.
# shellcheck shell=bash

readonly RESTAURACAO=$ESTADO/restauracao

# restaurar banco|vizinhos [copy] [--sem-livro] [--so part,…]
comando_restaurar() { com_trava restaurar_etapa "$@"; }

restaurar_etapa() {
  local etapa=${1:-} copia=${2:-} livro=sim so=''
  shift $(($# < 2 ? $# : 2))
  while [ $# -gt 0 ]; do
    case $1 in
      --sem-livro) livro=nao ;;
      --so) so=$2; shift ;;
      *) morrer "$SAIDA_USO" "Não conheço a opção $1." ;;
    esac
    shift
  done
  preparar_restic
  preparar_bancos
  copia=$(achar_copia "$copia")
  buscar_copia "$copia" "$RESTAURACAO"
  case $etapa in
    plano)
      ler_copia_inteira "$copia"
      if [ "$livro" = sim ]; then livro_buscar "$RESTAURACAO/copia/banco"; fi
      restaurar_plano "$copia"
      ;;
    banco) restaurar_banco "$livro" ;;
    vizinhos) restaurar_vizinhos "$copia" "$so" ;;
    *) morrer "$SAIDA_USO" "Etapas: plano, banco, vizinhos." ;;
  esac
  if [ "$etapa" != plano ]; then rm -rf "$RESTAURACAO"; fi
}

# buscar_copia <id> <folder>: dumps and manifest, each byte compared with the repository's hashes. Kept between steps.
buscar_copia() {
  if [ "$(cat "$2/id" 2>/dev/null)" = "$1" ]; then return 0; fi
  mkdir -p "$2"
  find "$2" -mindepth 1 -delete
  restic_ou_morrer "Buscar a cópia" restore "$1:$ESTADO/preparo/copia" --target "$2/copia" --verify
  conferir_manifesto "$2/copia"
  printf '%s\n' "$1" >"$2/id"
}

# The files of the neighbours' volumes too, which are fetched only when everything is stopped already.
ler_copia_inteira() {
  restic_ou_morrer "Ler a cópia inteira" dump --archive tar "$1" / >/dev/null
}

conferir_manifesto() {
  [ "$(jq -r .formato "$1/manifesto.json")" = 1 ] || morrer "$SAIDA_FALHA" "Esta cópia é de um formato que esta imagem não conhece." "Use uma imagem de backup mais nova."
  [ "$(sha256sum <"$1/redis/dump.rdb" | cut -d' ' -f1)" = "$(jq -r .redisSha256 "$1/manifesto.json")" ] ||
    morrer "$SAIDA_FALHA" "A cópia do Redis não é a do manifesto."
}

restaurar_plano() {
  local m=$RESTAURACAO/copia/manifesto.json
  dizer "copia=${1:0:8}"
  dizer "instante=$(jq -r .instante "$m")"
  dizer "partes=$(jq -r '.partes | join(" ")' "$m")"
  dizer "linhas=$(jq -r '[.tabelas.banco[].linhas] | add' "$m")"
}

restaurar_banco() {
  local pasta=$RESTAURACAO/copia livros
  if [ "$1" = sim ]; then
    livros=$(livros_para "$pasta/banco")
  else
    livros=$ESTADO/livro/juntos
    mkdir -p "$ESTADO/livro"
    printf '[]' >"$livros"
    avisar "AVISO: sem o livro de opt-outs, quem saiu depois da cópia não é lembrado."
  fi
  banco_restaurar julia "$pasta/banco" "$livros" "$(jq -r .instante "$pasta/manifesto.json")"
  dizer "Banco restaurado: linhas e somas iguais ao manifesto em $(jq '.tabelas.banco | length' "$pasta/manifesto.json") tabelas."
}

# restaurar_vizinhos <id> <parts or empty for all>
restaurar_vizinhos() {
  local parte pasta=$RESTAURACAO/copia
  for parte in $(jq -r '.partes[]' "$pasta/manifesto.json"); do
    if [ "$parte" = banco ] || { [ -n "$2" ] && [[ ",$2," != *",$parte,"* ]]; }; then continue; fi
    case $parte in
      redis) redis_restaurar "$pasta/redis" ;;
      evolution | chatwoot)
        tem_perfil "$parte" || { avisar "A cópia tem $parte, mas o perfil $parte está desligado: pulei."; continue; }
        vizinho_restaurar "$parte" "$pasta/$parte"
        ;;
    esac
    case $parte in
      evolution) restaurar_volume "$1" "$VOLUMES/evolution_instances" ;;
      chatwoot) restaurar_volume "$1" "$VOLUMES/chatwoot_storage" ;;
    esac
    dizer "$parte restaurado."
  done
}

restaurar_volume() {
  restic_ou_morrer "Restaurar ${2##*/}" restore "$1:$2" --target "$2" --delete --verify
}

comando_retomar() {
  preparar_bancos
  psql_de julia --set "quem=${1:-operador}" >/dev/null <<<"select configuracoes_retomar(:'quem');"
  dizer "Júlia retomada."
}
