import type { Conteudo } from '../whatsapp/evento.ts';
import type { Destino } from '../whatsapp/mensageiro.ts';
import type { VagaOferecida } from '../vaga/vagas.ts';

/** Proof that a caller still holds a conversation; every write of a turn carries it. */
export interface ContextoTurno {
  readonly conversaId: string;
  readonly turnoId: string;
  readonly token: string;
}

export interface MedicoDoTurno {
  readonly id: string;
  readonly nome: string | null;
  readonly especialidade: string | null;
  readonly cidade: string | null;
  /** Opted out, and nothing here was sent after that: it only arrived later. */
  readonly optout: boolean;
  /** Blocked by a gestor or erased: Júlia says nothing. */
  readonly bloqueado: boolean;
}

export interface MensagemPendente {
  readonly id: string;
  readonly idProvedor: string;
  readonly conteudo: Conteudo;
  /** Text as stored (a caption counts, a location and a contact are text too); empty when there is none. */
  readonly texto: string;
  /** Length before truncation, in UTF-16 units as JavaScript counts them. */
  readonly tamanhoOriginal: number;
  readonly recebidaEm: Date;
}

export interface FalaDoHistorico {
  readonly autor: 'medico' | 'julia' | 'humano';
  readonly texto: string;
  readonly em: Date;
}

/** One round of the model that asked for tools, as it must be sent back to it; opaque outside the Agente. */
export type PassoAgente = Readonly<Record<string, unknown>>;

export interface Turno extends ContextoTurno {
  readonly medico: MedicoDoTurno;
  readonly destino: Destino;
  readonly controle: 'julia' | 'humano';
  /** What this turn answers, oldest first; never empty. */
  readonly pendentes: readonly MensagemPendente[];
  /** At most the 20 messages before `pendentes`, oldest first. */
  readonly historico: readonly FalaDoHistorico[];
  /** Rounds already paid for by a run of this turn that did not reach its end. */
  readonly passos: readonly PassoAgente[];
  readonly turnosAnteriores: number;
  readonly respostasHoje: number;
  readonly turnosSemProgresso: number;
  /** Set while the model is unavailable: since when the doctor waits. */
  readonly aguardandoDesde: Date | null;
  readonly avisoDeEsperaEnviado: boolean;
  /** Handoff note of the last 24 h. */
  readonly notaHandoff: string | null;
  /** What Júlia wrote within the last day and the doctor may not have: without proof, or an answer that broke off. */
  readonly talvezEnviada: string | null;
  /**
   * Vagas that this conversation already has a handle for and that are still open, latest offer first, at most 5.
   * Without them "pode reservar" costs one more search before the handle is known.
   */
  readonly ofertas?: readonly VagaOferecida[];
  readonly agora: Date;
}

export type Abertura =
  | { tipo: 'aberto'; turno: Turno }
  /** Another worker holds the conversation for this long, unless it renews or ends earlier. */
  | { tipo: 'ocupada'; faltamMs: number }
  | { tipo: 'nada_pendente' }
  /** More may be coming: the answer is due this long after now, by the database's clock. */
  | { tipo: 'cedo'; faltamMs: number };

export type GatilhoHandoff =
  | 'pedido_humano'
  | 'juridico'
  | 'sentimento_negativo'
  | 'agente'
  | 'limite_respostas'
  | 'llm_indisponivel'
  | 'manual';

export interface TextoBloqueado {
  readonly texto: string;
  readonly motivos: readonly string[];
}

export type Desfecho =
  | { tipo: 'responder'; partes: readonly string[]; progresso: boolean }
  | { tipo: 'silencio'; motivo: string }
  | { tipo: 'optout'; confirmacao: string }
  | { tipo: 'handoff'; gatilho: GatilhoHandoff; motivo: string; transicao: string | null };

export type Fechamento =
  | {
      tipo: 'fechado';
      /** Outgoing rows that were stored, in sending order. */
      mensagens: readonly string[];
      /** When messages arrived meanwhile: how long until the next turn is due. */
      proximoEmMs: number | null;
      /** After an opt-out: plantões ahead that the doctor still holds, recorded in auditoria for the gestor. */
      plantoesDeQuemSaiu?: number;
    }
  /** Nothing to send: someone else decides now. With control or opt-out changed the turn was closed in silence. */
  | { tipo: 'descartado'; motivo: 'lease_perdido' | 'controle_humano' | 'optout' };

/** Turns of conversations: one at a time per conversation, across workers. */
export abstract class Turnos {
  /**
   * Takes the lease (`leaseMs`, fenced by the token) and opens a turn over everything unanswered, or resumes the open
   * one of an earlier holder with the same ids and its stored `passos`; while no round is stored, messages that came
   * meanwhile join it.
   */
  abstract abrir(conversaId: string, leaseMs: number): Promise<Abertura>;
  /** False when the lease is lost: the caller stops, whatever it was doing. */
  abstract renovar(contexto: ContextoTurno, leaseMs: number): Promise<boolean>;
  /** Gives the lease back and leaves the turn open, for whoever tries again. Nothing when it is held by another. */
  abstract soltar(contexto: ContextoTurno): Promise<void>;
  /** Stores round `indice` (0-based) before its tools run. Throws `rule` LEASE_PERDIDO. */
  abstract guardarPasso(contexto: ContextoTurno, indice: number, passo: PassoAgente): Promise<void>;
  /**
   * The model cannot be reached: keeps the turn open, gives the lease back, sets `aguardando` and the next due time.
   * `aviso` is stored once as an outgoing reply when given; returns its id, or null.
   */
  abstract adiar(
    contexto: ContextoTurno,
    esperaMs: number,
    aviso: string | null,
  ): Promise<{ mensagemId: string | null }>;
  /**
   * The one closing function: checks lease, control and opt-out, stores the outgoing rows (or the handoff, or the
   * opt-out with all its effects), closes the turn and says whether messages remain.
   */
  abstract fechar(
    contexto: ContextoTurno,
    desfecho: Desfecho,
    bloqueados: readonly TextoBloqueado[],
  ): Promise<Fechamento>;
  /** The doctor's first outgoing row that may leave now; null when there is none or one before it is in flight. */
  abstract primeiraDaFila(conversaId: string): Promise<string | null>;
}
