# Installing without internet: one file with the deploy files and the images, with checksums of all of it.
# shellcheck shell=bash

carregar pacote-conteudo

ajuda_bundle() {
  cat <<'TEXTO'
Uso: ./julia bundle [--saida ARQUIVO] [--sem-imagens]

Empacota os arquivos de instalação e todas as imagens dos perfis escolhidos no .env (menos o .env e os segredos) num só arquivo
.tar, com a soma SHA-256 de tudo. Leve-o para a máquina sem internet. Anote a soma mostrada no fim: lá ela prova que nada mudou.

  --saida ARQUIVO   padrão: julia-<versão>-<arquitetura>.tar na pasta atual
  --sem-imagens     só os arquivos

Exemplo: ./julia bundle --saida /mnt/pendrive/julia.tar
Na outra máquina: tar xf julia.tar && cd julia-<versão> && ./julia unbundle
TEXTO
}

ajuda_unbundle() {
  cat <<'TEXTO'
Uso: ./julia unbundle [ARQUIVO.tar] [--sha256 SOMA]

Confere um pacote feito por ./julia bundle e carrega suas imagens no Docker. Se uma soma não bate, falta um arquivo ou há um a
mais, recusa e não muda nada. Numa instalação que já existe, troca também os arquivos; o .env, os segredos, os dados e o que você
acrescentou (um compose/*.yaml só seu, por exemplo) ficam. Interrompido no meio, repita-o.
Sem ARQUIVO: confere e carrega o pacote já aberto em que este ./julia está.

  --sha256 SOMA   exige que o arquivo .tar tenha esta soma, mostrada por ./julia bundle

Exemplo: ./julia unbundle /mnt/pendrive/julia.tar
Depois: ./julia init && ./julia up   (máquina nova)   ou   ./julia update --local   (instalação que já existe)
Saída: 0 carregado; 1 pacote recusado ou incompleto; 3 falta o Docker; 75 outra operação em andamento.
TEXTO
}

comando_bundle() {
  local saida='' imagens=sim versao arquitetura trabalho pasta
  while [ $# -gt 0 ]; do
    case $1 in
      --saida)
        [ $# -ge 2 ] || uso_errado "Falta o arquivo de --saida." bundle
        saida=$(caminho_dado "$2")
        shift
        ;;
      --sem-imagens) imagens=nao ;;
      *) uso_errado "Não conheço a opção $1." bundle ;;
    esac
    shift
  done
  exigir_motor
  versao=$(versao_instalada)
  arquitetura=$(docker version --format '{{.Server.Arch}}')
  [ -n "$saida" ] || saida=$(caminho_dado "julia-$versao-$arquitetura.tar")
  trabalho=$(mktemp -d "$(dirname "$saida")/.pacote.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf -- '$trabalho'" EXIT
  pasta=$trabalho/julia-$versao
  mkdir -p "$pasta/pacote"
  copiar_arquivos "$JULIA_RAIZ" "$pasta"
  printf '%s\n' "$versao" >"$pasta/VERSAO"
  printf '%s\n' "$arquitetura" >"$pasta/pacote/arquitetura"
  if [ "$imagens" = sim ]; then guardar_imagens "$pasta/pacote"; fi
  somar "$pasta"
  tar -C "$trabalho" -cf "$saida.parcial" "julia-$versao"
  descarregar_no_disco "$saida.parcial"
  mv -f -- "$saida.parcial" "$saida"
  (cd "$(dirname "$saida")" && sha256sum -- "$(basename "$saida")" >"$(basename "$saida").sha256")
  dizer
  dizer "Pacote: $saida ($(du -h "$saida" | awk '{ print $1 }'))"
  dizer "SHA-256: $(awk '{ print $1 }' "$saida.sha256")"
  dizer "Na outra máquina: tar xf $(basename "$saida") && cd julia-$versao && ./julia unbundle"
}

comando_unbundle() {
  local arquivo='' soma='' trabalho pasta versao
  while [ $# -gt 0 ]; do
    case $1 in
      --sha256)
        [[ ${2:-} =~ ^[0-9a-fA-F]{64}$ ]] || uso_errado "--sha256 pede uma soma de 64 letras e números." unbundle
        soma=${2,,}
        shift
        ;;
      -*) uso_errado "Não conheço a opção $1." unbundle ;;
      *) arquivo=$(caminho_dado "$1") ;;
    esac
    shift
  done
  if [ -z "$arquivo" ]; then
    [ -f "$JULIA_RAIZ/pacote/SHA256SUMS" ] || uso_errado "Diga o arquivo do pacote." unbundle
    [ -z "$soma" ] || uso_errado "--sha256 vale para o arquivo .tar." unbundle
    conferir_pacote "$JULIA_RAIZ"
    exigir_motor
    carregar_imagens "$JULIA_RAIZ/pacote"
    dizer "Pronto. Agora: ./julia init && ./julia up"
    return
  fi
  [ -f "$arquivo" ] || morrer "$SAIDA_FALHA" "Não encontrei $arquivo."
  if [ -z "$soma" ] && [ -f "$arquivo.sha256" ]; then soma=$(awk '{ print $1; exit }' "$arquivo.sha256"); fi
  if [ -n "$soma" ] && [ "$(sha256sum -- "$arquivo" | awk '{ print $1 }')" != "$soma" ]; then
    morrer "$SAIDA_FALHA" "O arquivo não é o que foi empacotado: a soma SHA-256 é outra. Nada foi mudado." "Copie-o de novo da origem e compare a soma mostrada pelo bundle."
  fi
  exigir_motor
  trava_pegar "unbundle ${arquivo##*/}"
  # What a run that was killed left behind.
  rm -rf -- "$JULIA_RAIZ"/.abrindo.*
  trabalho=$(mktemp -d "$JULIA_RAIZ/.abrindo.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf -- '$trabalho'" EXIT
  abrir_pacote "$arquivo" "$trabalho"
  pasta=$(printf '%s\n' "$trabalho"/julia-*)
  [ -d "$pasta" ] || morrer "$SAIDA_FALHA" "Isto não é um pacote da Júlia."
  conferir_pacote "$pasta"
  carregar_imagens "$pasta/pacote"
  versao=$(cat "$pasta/VERSAO")
  instalar_arquivos "$pasta"
  trava_soltar
  dizer "Pronto. Máquina nova: ./julia init && ./julia up. Já instalada: ./julia update --local $versao"
}
