# Can this machine carry Júlia? Each finding comes with its remedy; nothing is changed.
# shellcheck shell=bash

ajuda_preflight() {
  cat <<'TEXTO'
Uso: ./julia preflight [--json]

Confere a máquina antes de instalar ou atualizar: versões do Docker e do Compose, memória, disco, inodes, portas, relógio,
DNS e o ajuste de memória que o Redis pede. Não muda nada e não precisa de internet (sem ela, relógio e DNS viram aviso).

  --json   uma linha JSON por verificação

Exemplo: ./julia preflight
Saída: 0 sem falhas (avisos não contam); 1 há falha.
TEXTO
}

comando_preflight() {
  while [ $# -gt 0 ]; do
    case $1 in
      --json) FORMATO_VEREDITO=json ;;
      *) uso_errado "Não conheço a opção $1." preflight ;;
    esac
    shift
  done
  titulo_de_vereditos "Esta máquina"
  if conferir_docker; then
    conferir_memoria
    conferir_disco
    conferir_portas
  fi
  conferir_relogio
  conferir_dns
  conferir_overcommit
  fechar_vereditos
}

# Anything older blocks system calls that today's images use (clone3, faccessat2): they die at start without a clear word.
readonly DOCKER_MINIMO=20.10.10 COMPOSE_MINIMO=2.0.0

conferir_docker() {
  local servidor versao
  if ! command -v docker >/dev/null 2>&1; then
    veredito falha Docker "não encontrado" "Instale o Docker Engine $DOCKER_MINIMO ou mais novo: https://docs.docker.com/engine/install/"
    return 1
  fi
  if ! servidor=$(docker version --format '{{.Server.Version}}' 2>/dev/null) || [ -z "$servidor" ]; then
    # shellcheck disable=SC2016 # the person's shell expands $USER
    veredito falha Docker "o serviço não responde" \
      'Inicie com: sudo systemctl start docker. Sem permissão? sudo usermod -aG docker "$USER", saia e entre de novo.'
    return 1
  fi
  if versao_ao_menos "$servidor" "$DOCKER_MINIMO"; then
    veredito ok Docker "$servidor"
  else
    veredito falha Docker "$servidor" \
      "Atualize para $DOCKER_MINIMO ou mais novo: antes disso o Docker bloqueia chamadas que as imagens de hoje usam (clone3), e elas morrem ao iniciar sem dizer por quê."
  fi
  versao=$(docker compose version --short 2>/dev/null || true)
  if [ -z "$versao" ]; then
    veredito falha Compose "não encontrado" "Instale o plugin: sudo apt-get install docker-compose-plugin (o antigo docker-compose 1.x não serve)."
  elif versao_ao_menos "$versao" "$COMPOSE_MINIMO"; then
    veredito ok Compose "${versao#v}"
  else
    veredito falha Compose "$versao" "Atualize para o Compose $COMPOSE_MINIMO ou mais novo."
  fi
  return 0
}

# As in .env.example as long as there is no .env; blank in it means that both run elsewhere.
perfis_escolhidos() {
  if [ -f "$JULIA_ENV" ]; then env_efetivo COMPOSE_PROFILES; else env_efetivo COMPOSE_PROFILES evolution,chatwoot; fi
}

# MB that the chosen profiles may use together: the sum of the limits in compose/.
memoria_necessaria() {
  local perfil total=1300 perfis
  perfis=$(perfis_escolhidos)
  for perfil in ${perfis//,/ }; do
    case $perfil in
      evolution) total=$((total + 1000)) ;;
      chatwoot) total=$((total + 1700)) ;;
      banco) total=$((total + 1500)) ;;
      observabilidade) total=$((total + 1000)) ;;
      backup) total=$((total + 512)) ;;
      simulador) total=$((total + 700)) ;;
    esac
  done
  printf '%s\n' "$total"
}

conferir_memoria() {
  local bytes mb precisa limite
  bytes=$(docker info --format '{{.MemTotal}}' 2>/dev/null || true)
  if [[ ! $bytes =~ ^[0-9]+$ ]]; then
    veredito aviso Memória "não consegui ler" "Confira com: free -m (mínimo de 4 GB)."
    return
  fi
  mb=$((bytes / 1048576))
  precisa=$(memoria_necessaria)
  # A machine sold as 4 GB shows about 3.8 GiB.
  if [ "$mb" -ge $((precisa * 90 / 100)) ]; then
    veredito ok Memória "$mb MB (os perfis escolhidos usam até $precisa MB)"
  else
    veredito falha Memória "$mb MB; os perfis escolhidos usam até $precisa MB" \
      "Use uma máquina maior ou tire um perfil de COMPOSE_PROFILES no .env (evolution ou chatwoot, se já rodam em outro lugar)."
  fi
  limite=$(docker info --format '{{.MemoryLimit}}' 2>/dev/null || true)
  [ "$limite" != false ] || veredito aviso "Limite de memória" "o kernel não o aplica" \
    "Ligue o cgroup de memória: cgroup_enable=memory swapaccount=1 na linha de boot."
}

# First and last number of df's data line: total and free, in blocks of 1 KiB or in inodes.
ler_df() { df "$1" -- "$2" 2>/dev/null | awk 'NR == 2 { print $2, $4 }'; }

conferir_disco() {
  local pasta total livre
  pasta=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null || true)
  [ -d "$pasta" ] || pasta=$JULIA_RAIZ
  read -r total livre < <(ler_df -Pk "$pasta") || true
  if [[ ! ${livre:-} =~ ^[0-9]+$ ]]; then
    veredito aviso Disco "não consegui ler" "Confira com: df -h (mínimo de 20 GB, 5 GB livres)."
    return
  fi
  total=$((total / 1048576)) livre=$((livre / 1048576))
  if [ "$livre" -lt 5 ]; then
    veredito falha Disco "$livre GB livres de $total GB em $pasta" \
      "Deixe 5 GB livres: docker image prune apaga imagens sem uso; docker system df mostra o que ocupa."
  elif [ "$total" -lt 18 ]; then
    veredito aviso Disco "$total GB ao todo em $pasta" "Use um disco de 20 GB ou mais: imagens, banco e cópias crescem."
  else
    veredito ok Disco "$livre GB livres de $total GB"
  fi
  read -r total livre < <(ler_df -Pi "$pasta") || true
  if [[ ${total:-} =~ ^[0-9]+$ && ${livre:-} =~ ^[0-9]+$ && $total -gt 0 && $((livre * 100 / total)) -lt 5 ]]; then
    veredito falha Inodes "restam $livre de $total" "Há arquivos pequenos demais: docker system prune costuma liberar muitos."
  else
    veredito ok Inodes "${livre:-sem limite} livres"
  fi
}

# port|who publishes it|variable that changes it
portas_usadas() {
  local perfis
  perfis=,$(perfis_escolhidos),
  printf '%s|Júlia (edge)|JULIA_PORTA\n' "$(env_efetivo JULIA_PORTA 8000)"
  [[ $perfis != *,evolution,* ]] || printf '%s|Evolution|EVOLUTION_PORTA\n' "$(env_efetivo EVOLUTION_PORTA 8080)"
  [[ $perfis != *,chatwoot,* ]] || printf '%s|Chatwoot|CHATWOOT_PORTA\n' "$(env_efetivo CHATWOOT_PORTA 3000)"
  [[ $perfis != *,simulador,* ]] || printf '%s|simulador|SIMULADOR_PORTA\n' "$(env_efetivo SIMULADOR_PORTA 8090)"
  [[ $perfis != *,observabilidade,* ]] || printf '%s|Grafana|GRAFANA_PORTA\n' "$(env_efetivo GRAFANA_PORTA 3001)"
  if [ -n "$(env_efetivo JULIA_DOMINIO)" ] && [[ $(env_efetivo EDGE_MODO) != *proxy* ]]; then
    printf '80|site público (HTTP)|JULIA_DOMINIO\n443|site público (HTTPS)|JULIA_DOMINIO\n'
  fi
}

conferir_portas() {
  local porta quem variavel dono
  while IFS='|' read -r porta quem variavel; do
    if ! porta_aberta "$porta"; then
      veredito ok "Porta $porta" "livre para $quem"
      continue
    fi
    dono=$(docker ps --filter "publish=$porta" --format '{{.Label "com.docker.compose.project"}} {{.Names}}' 2>/dev/null | head -n 1 || true)
    if [ "${dono%% *}" = "$(projeto)" ] && [ -n "${dono%% *}" ]; then
      veredito ok "Porta $porta" "em uso pela própria Júlia"
    else
      veredito falha "Porta $porta" "ocupada${dono:+ pelo contêiner ${dono##* }}; é de $quem" \
        "Pare quem a usa (sudo ss -ltnp 'sport = :$porta' mostra) ou mude $variavel no .env."
    fi
  done < <(portas_usadas)
}

# Is somebody listening on this loopback port? bash's own /dev/tcp: no tool needed.
porta_aberta() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The Date header of somebody outside, in seconds; empty when nobody can be asked.
hora_de_fora() {
  local url cabecalho
  for url in "$(env_efetivo JULIA_RELOGIO_URL)" "$(env_efetivo SUPABASE_URL)" https://api.anthropic.com; do
    [[ $url = http*://* ]] || continue
    if command -v curl >/dev/null 2>&1; then
      cabecalho=$(curl -sI -m 5 "$url" 2>/dev/null || true)
    elif command -v wget >/dev/null 2>&1; then
      cabecalho=$(wget -S --spider -q -T 5 -t 1 "$url" 2>&1 || true)
    else
      return 0
    fi
    cabecalho=$(printf '%s\n' "$cabecalho" | tr -d '\r' | sed -n 's/^ *[Dd]ate: *//p' | tail -n 1)
    if [ -n "$cabecalho" ] && date -u -d "$cabecalho" +%s 2>/dev/null; then return 0; fi
  done
}

# Tokens and campaign hours depend on the clock; a minute is already a wrong clock, five break the tokens.
conferir_relogio() {
  local fora diferenca
  fora=$(hora_de_fora)
  if [ -z "$fora" ]; then
    if [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)" = yes ]; then
      veredito ok Relógio "sincronizado por NTP"
    else
      veredito aviso Relógio "não há com quem comparar" "Confira a hora com date e ligue o NTP: sudo timedatectl set-ntp true"
    fi
    return
  fi
  diferenca=$(($(date -u +%s) - fora))
  [ "$diferenca" -ge 0 ] || diferenca=$((-diferenca))
  if [ "$diferenca" -le 5 ]; then
    veredito ok Relógio "$diferenca s de diferença"
  elif [ "$diferenca" -le 60 ]; then
    veredito aviso Relógio "$diferenca s de diferença" "Ligue o NTP: sudo timedatectl set-ntp true"
  else
    veredito falha Relógio "$diferenca s de diferença" "Acerte a hora e ligue o NTP: sudo timedatectl set-ntp true"
  fi
}

conferir_dns() {
  local url nome faltam=''
  for url in "$(env_efetivo SUPABASE_URL)" "$(env_efetivo EVOLUTION_API_URL)" "$(env_efetivo ANTHROPIC_BASE_URL https://api.anthropic.com)"; do
    nome=${url#*://} nome=${nome%%/*} nome=${nome##*@} nome=${nome%%:*}
    # Names without a dot are services of Compose: the host cannot resolve them.
    [[ $nome = *.* && $nome =~ [a-z] ]] || continue
    getent hosts "$nome" >/dev/null 2>&1 || faltam+=" $nome"
  done
  if [ -z "$faltam" ]; then
    veredito ok DNS
  else
    veredito aviso DNS "não encontrei$faltam" "Sem internet? Então é esperado. Se não: confira o endereço no .env e /etc/resolv.conf."
  fi
}

# Redis forks to rewrite its log; without overcommit the fork fails when memory is half full.
conferir_overcommit() {
  local valor
  valor=$(sysctl -n vm.overcommit_memory 2>/dev/null || cat /proc/sys/vm/overcommit_memory 2>/dev/null || true)
  case $valor in
    1) veredito ok "Memória do Redis" "vm.overcommit_memory = 1" ;;
    *) veredito aviso "Memória do Redis" "vm.overcommit_memory = ${valor:-desconhecido}" \
      "Para o Redis regravar seu log com folga: echo vm.overcommit_memory=1 | sudo tee /etc/sysctl.d/60-redis.conf && sudo sysctl --system" ;;
  esac
}
