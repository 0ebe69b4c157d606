-- Conversations, turns, messages (both directions in one table) and handoffs.

create table conversas (
  id uuid primary key default gen_random_uuid(),
  medico_id uuid not null references medicos,
  -- The number the doctor last wrote to; answers leave from it.
  instancia text not null references instancias,
  estado text not null default 'ativa' check (estado in ('ativa', 'encerrada')),
  controle text not null default 'julia' check (controle in ('julia', 'humano')),
  -- Unanswered messages that no turn has taken yet: first and last arrival.
  primeira_pendente_em timestamptz,
  ultima_pendente_em timestamptz,
  -- When the next turn may begin; null when nothing is unanswered. The queue only nudges.
  responder_em timestamptz,
  -- While the model is unavailable: no turn before `adiada_ate`, the doctor waits since `aguardando_desde`.
  adiada_ate timestamptz,
  aguardando_desde timestamptz,
  aviso_espera_em timestamptz,
  lease_token uuid,
  lease_ate timestamptz,
  turnos_fechados int not null default 0,
  turnos_sem_progresso int not null default 0,
  respostas_dia date,
  respostas_no_dia int not null default 0,
  criada_em timestamptz not null default now(),
  encerrada_em timestamptz,
  check ((lease_token is null) = (lease_ate is null)),
  check ((estado = 'encerrada') = (encerrada_em is not null)),
  check (estado = 'ativa' or (responder_em is null and lease_token is null))
);
create unique index conversas_uma_ativa_por_medico on conversas (medico_id) where estado = 'ativa';
create index conversas_medico_idx on conversas (medico_id);
create index conversas_a_responder_idx on conversas (responder_em) where responder_em is not null;
create index conversas_com_lease_idx on conversas (lease_ate) where lease_ate is not null;

create table turnos (
  id uuid primary key default gen_random_uuid(),
  conversa_id uuid not null references conversas,
  aberto_em timestamptz not null,
  fechado_em timestamptz,
  -- Token that closed it: a repeated call of the same closing finds its result.
  fechado_token uuid,
  desfecho text,
  motivo text,
  check ((fechado_em is null) = (desfecho is null))
);
create unique index turnos_um_aberto_por_conversa on turnos (conversa_id) where fechado_em is null;
create index turnos_conversa_idx on turnos (conversa_id, aberto_em desc);

-- Rounds of the model that asked for tools, stored before the tools run.
create table turno_passos (
  turno_id uuid not null references turnos,
  indice int not null check (indice >= 0),
  passo jsonb not null,
  criado_em timestamptz not null,
  primary key (turno_id, indice)
);

-- Each tool effect once per turn and target, written in the transaction of the effect itself.
create table turno_efeitos (
  turno_id uuid not null references turnos,
  ferramenta text not null,
  alvo text not null,
  resultado jsonb not null,
  criado_em timestamptz not null,
  primary key (turno_id, ferramenta, alvo)
);

create table mensagens (
  id uuid primary key default gen_random_uuid(),
  -- Order of storing; gaps and small inversions between writers do not matter.
  ordem bigint generated always as identity,
  conversa_id uuid not null references conversas,
  medico_id uuid not null references medicos,
  instancia text not null references instancias,
  direcao text not null check (direcao in ('entrada', 'saida')),
  autor text not null check (autor in ('medico', 'julia', 'humano')),
  conteudo jsonb not null,
  texto text not null,
  -- Before truncation, in UTF-16 units.
  tamanho_original int not null check (tamanho_original >= 0),
  id_provedor text check (id_provedor <> ''),
  citada_id_provedor text,
  -- By WhatsApp's clock (second resolution) for what arrived.
  enviada_em timestamptz,
  criada_em timestamptz not null,
  editada_em timestamptz,
  texto_antes_da_edicao text,
  apagada_em timestamptz,
  -- entrada: the turn that answers it. saida: the turn that wrote it.
  turno_id uuid references turnos,
  respondida_em timestamptz,

  -- Outgoing queue.
  tipo text check (tipo in ('resposta', 'lembrete', 'followup', 'campanha', 'transicao', 'manual')),
  papel text check (papel in ('aviso_espera', 'confirma_optout')),
  parte int not null default 0 check (parte >= 0),
  prioridade int not null default 5 check (prioridade between 0 and 10),
  agendar_para timestamptz,
  expira_em timestamptz,
  status text check (status in ('pendente', 'enviando', 'incerta', 'enviada', 'entregue', 'lida', 'cancelada',
    'bloqueada', 'expirada', 'falhou')),
  motivo text,
  tentativas int not null default 0 check (tentativas >= 0),
  tentar_em timestamptz,
  -- The newest message this row answers: an opt-out before it does not block the answer.
  responde_ate timestamptz,
  -- A gestor's written reason to send a manual message after opt-out.
  justificativa text,
  -- Kept after the claim ends, so that a late outcome of the same claim is recognised.
  envio_token uuid,
  envio_lease_ate timestamptz,
  reivindicada_em timestamptz,
  -- The same instant by the real clock: provider timestamps do not follow a test clock.
  reivindicada_real_em timestamptz,
  -- Limiter bucket this claim was counted in, to give it back.
  contada_na_hora timestamp,
  contada_no_dia date,
  entregue_em timestamptz,
  lida_em timestamptz,
  finalizada_em timestamptz,

  -- What belongs to the conversation as both sides know it.
  na_conversa boolean not null generated always as (
    apagada_em is null and (
      direcao = 'entrada'
      or status in ('enviando', 'incerta', 'enviada', 'entregue', 'lida')
      or (status = 'pendente' and tipo in ('resposta', 'transicao', 'manual')))) stored,

  check ((direcao = 'entrada') = (autor = 'medico')),
  check ((direcao = 'saida') = (tipo is not null)),
  check ((direcao = 'saida') = (status is not null)),
  check (direcao = 'saida' or id_provedor is not null),
  check (direcao = 'entrada' or respondida_em is null),
  check (respondida_em is null or turno_id is not null),
  check (coalesce(status, '') not in ('enviada', 'entregue', 'lida') or id_provedor is not null),
  check ((coalesce(status, '') = 'enviando') = (envio_lease_ate is not null)),
  check (coalesce(status, '') not in ('enviando', 'incerta') or (envio_token is not null and reivindicada_em is not null)),
  check (coalesce(status, '') not in ('cancelada', 'bloqueada', 'expirada', 'falhou') or motivo is not null)
);

create unique index mensagens_id_provedor_unico on mensagens (instancia, id_provedor) where id_provedor is not null;
-- DOMAIN §7: equal texts stay unambiguous and parts keep their order.
create unique index mensagens_uma_em_voo on mensagens (instancia, medico_id) where status in ('enviando', 'incerta');
create index mensagens_historico_idx on mensagens (conversa_id, ordem desc) where na_conversa;
create index mensagens_conversa_idx on mensagens (conversa_id);
create index mensagens_sem_resposta_idx on mensagens (conversa_id, ordem)
  where direcao = 'entrada' and respondida_em is null and apagada_em is null;
create index mensagens_turno_idx on mensagens (turno_id) where turno_id is not null;
create index mensagens_abertas_idx on mensagens (conversa_id, ordem) where status in ('pendente', 'enviando', 'incerta');
create index mensagens_abertas_medico_idx on mensagens (medico_id, ordem) where status in ('pendente', 'enviando', 'incerta');
create index mensagens_fila_idx on mensagens (instancia, prioridade desc, ordem) where status = 'pendente';
create index mensagens_expiram_idx on mensagens (expira_em) where status = 'pendente' and expira_em is not null;
create index mensagens_leases_idx on mensagens (envio_lease_ate) where status = 'enviando';
create index mensagens_incertas_idx on mensagens (reivindicada_em) where status = 'incerta';
create index mensagens_sem_prova_idx on mensagens (conversa_id, ordem desc) where status = 'falhou' and motivo = 'sem_prova';

create table handoffs (
  id uuid primary key default gen_random_uuid(),
  conversa_id uuid not null references conversas,
  gatilho text not null check (gatilho in ('pedido_humano', 'juridico', 'sentimento_negativo', 'agente',
    'limite_respostas', 'llm_indisponivel', 'manual')),
  motivo text not null,
  -- The message typed on the phone that opened it, when that is how it began.
  origem_mensagem_id uuid,
  aberto_em timestamptz not null,
  encerrado_em timestamptz,
  encerrado_por text,
  nota text,
  check ((encerrado_em is null) = (encerrado_por is null))
);
create unique index handoffs_um_aberto_por_conversa on handoffs (conversa_id) where encerrado_em is null;
create index handoffs_conversa_idx on handoffs (conversa_id, encerrado_em desc);

-- Statuses of messages whose provider id is not known yet, kept 24 h.
create table status_pendentes (
  instancia text not null,
  id_provedor text not null,
  status text not null check (status in ('erro', 'enviada', 'entregue', 'lida', 'reproduzida')),
  recebido_em timestamptz not null,
  primary key (instancia, id_provedor)
);
create index status_pendentes_recebido_idx on status_pendentes (recebido_em);

-- Texts the output guard refused, kept for review.
create table textos_bloqueados (
  id bigint generated always as identity primary key,
  turno_id uuid not null references turnos,
  texto text not null,
  motivos text[] not null,
  criado_em timestamptz not null
);
create index textos_bloqueados_turno_idx on textos_bloqueados (turno_id);
