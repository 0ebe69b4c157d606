# One line per service, and what an interrupted operation left behind.
# shellcheck shell=bash

carregar espera

ajuda_status() {
  cat <<'TEXTO'
Uso: ./julia status

Mostra cada serviço: estado, versão da imagem, desde quando e quantas vezes o Docker o reiniciou. Avisa se um rollout foi
interrompido no meio e se outra operação está em andamento.

Exemplo: ./julia status
Saída: 0 tudo no ar, ou ainda iniciando; 1 falta algo; 3 falta o Docker ou o .env.
TEXTO
}

comando_status() {
  [ $# -eq 0 ] || uso_errado "O status não recebe opções." status
  exigir_motor
  exigir_env
  local desejados servicos
  desejados=$(servicos_desejados) || morrer "$SAIDA_AMBIENTE" "O docker compose não aceita a configuração (veja acima)." "Confira o .env com ./julia check-env."
  servicos=$({ printf '%s\n' "$desejados"; servicos_existentes; } | sed '/^$/d' | sort -u)
  tabela_de_servicos "$servicos"
  JULGAMENTO=$(
    # shellcheck disable=SC2086 # one word per service
    julgar_servicos $desejados
  )
  dizer
  avisar_operacao
  local faltam iniciando
  faltam=$(printf '%s\n' "$JULGAMENTO" | sed -n '/|pronto$/d; /|esperando$/d; s/|.*//p' | tr '\n' ' ')
  iniciando=$(com_veredito "$JULGAMENTO" esperando)
  if [ -n "$faltam" ]; then
    dizer "Não estão prontos: $faltam"
    dizer "Veja por quê com: ./julia logs ${faltam%% *}   ou ./julia doctor"
    return "$SAIDA_FALHA"
  fi
  if [ -n "$iniciando" ]; then
    dizer "Ainda iniciando: $iniciando"
    return
  fi
  dizer "Tudo no ar."
}

tabela_de_servicos() {
  local servico id estado saude codigo reinicios desde imagem versao resto
  {
    printf 'SERVIÇO|ESTADO|VERSÃO|DESDE|REINÍCIOS\n'
    for servico in $1; do
      id=$(conteineres_de "$servico" | head -n 1)
      if [ -z "$id" ]; then
        printf '%s|não criado|-|-|-\n' "$servico"
        continue
      fi
      IFS='|' read -r estado saude codigo reinicios desde imagem versao resto < <(estado_de "$id")
      : "$resto"
      # Compose names an image by its id when its tag has moved on to another build.
      case ${versao:-<no value>} in '<no value>') versao=${imagem##*/} ;; esac
      printf '%s|%s|%s|%s|%s\n' "$servico" "$(estado_em_portugues "$estado" "$saude" "$codigo")" "$versao" "$(ha_quanto "$desde")" "$reinicios"
    done
  } | alinhar
}

# Columns of |-separated lines, padded by characters rather than bytes.
alinhar() {
  local linhas=() colunas=() larguras=() linha i sobra
  mapfile -t linhas
  for linha in "${linhas[@]}"; do
    IFS='|' read -r -a colunas <<<"$linha"
    for i in "${!colunas[@]}"; do
      ((${#colunas[i]} <= ${larguras[i]:-0})) || larguras[i]=${#colunas[i]}
    done
  done
  for linha in "${linhas[@]}"; do
    IFS='|' read -r -a colunas <<<"$linha"
    for i in "${!colunas[@]}"; do
      sobra=$((larguras[i] - ${#colunas[i]} + 2))
      if ((i == ${#colunas[@]} - 1)); then sobra=0; fi
      printf '%s%*s' "${colunas[i]}" "$sobra" ''
    done
    printf '\n'
  done
}

# "há 3 min" of a Docker timestamp; the text itself where date cannot read it.
ha_quanto() {
  local entao segundos
  entao=$(date -u -d "$1" +%s 2>/dev/null) || {
    printf '%s' "${1%%.*}"
    return
  }
  segundos=$(($(date -u +%s) - entao))
  if ((segundos < 120)); then
    printf 'há %d s' "$segundos"
  elif ((segundos < 7200)); then
    printf 'há %d min' $((segundos / 60))
  elif ((segundos < 172800)); then
    printf 'há %d h' $((segundos / 3600))
  else
    printf 'há %d dias' $((segundos / 86400))
  fi
}

avisar_operacao() {
  local reservas
  if trava_em_uso; then
    dizer "Em andamento: $(trava_campo motivo) (por $(trava_campo dono), desde $(trava_campo desde))."
    return
  fi
  reservas=$(servicos_existentes | grep -e '-reserva$' | tr '\n' ' ' || true)
  if [ -s "$JULIA_TRAVA" ] || [ -n "$reservas" ]; then
    dizer "${COR_AMARELA}Uma operação foi interrompida${COR_FIM}: $(trava_campo motivo)${reservas:+ (ainda há: $reservas)}"
    dizer "  → Repita o mesmo comando (por exemplo ./julia rollout <serviço> <versão>): ele continua de onde parou."
  fi
}
