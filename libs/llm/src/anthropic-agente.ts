import {
  Agente,
  escolherModelo,
  type ChamadasLlm,
  type Lembretes,
  type Log,
  type RespostaAgente,
  type Turno,
  type Turnos,
  type Vagas,
} from '@julia/domain';
import { AtendimentoDoTurno } from './atendimento-do-turno.ts';
import type { JanelaDeEnvio } from './ferramentas/ferramenta.ts';
import { Modelo } from './modelo.ts';
import { persona } from './prompt/persona.ts';
import { Transcricao } from './transcricao.ts';

export interface OpcoesAgente {
  readonly apiKey: string;
  /** Without the `/v1/messages` path. */
  readonly baseURL: string;
  readonly modelos: { readonly simples: string; readonly complexo: string };
  /** Spent since local midnight beyond this: every turn becomes a handoff. Null: no limit. */
  readonly orcamentoDiarioUsd: number | null;
  readonly nomeEmpresa: string;
  /** When reminders may leave. */
  readonly janela?: JanelaDeEnvio;
  readonly prazoChamadaMs?: number;
  readonly prazoTotalMs?: number;
  /** Calls to the model in one turn, corrections included. */
  readonly maxRodadas?: number;
  /** Per call; thinking counts. Doubled once when an answer was cut. */
  readonly maxTokens?: number;
}

export interface PortasAgente {
  readonly vagas: Vagas;
  readonly lembretes: Lembretes;
  readonly turnos: Turnos;
  readonly chamadas: ChamadasLlm;
  readonly log: Log;
}

const padroes = {
  janela: { inicio: '08:00', fim: '20:00' },
  prazoChamadaMs: 60_000,
  prazoTotalMs: 120_000,
  maxRodadas: 6,
  maxTokens: 2_048,
};

/** Júlia's words, from Anthropic's Messages API or anything that speaks it. */
export class AnthropicAgente extends Agente {
  private readonly opcoes: OpcoesAgente & typeof padroes;
  private readonly portas: PortasAgente;
  private readonly modelo: Modelo;
  private readonly persona: string;

  constructor(opcoes: OpcoesAgente, portas: PortasAgente) {
    super();
    this.opcoes = { ...padroes, ...opcoes };
    this.portas = portas;
    this.modelo = new Modelo(this.opcoes, portas.chamadas, portas.log);
    this.persona = persona(opcoes.nomeEmpresa);
  }

  override async responder(
    turno: Turno,
    textoDoMedico: string,
    sinal: AbortSignal,
  ): Promise<RespostaAgente> {
    const transcricao = Transcricao.abrir(turno, textoDoMedico, () => {
      const { modelo, motivo } = escolherModelo(turno, textoDoMedico);
      return { modelo: this.opcoes.modelos[modelo], motivo };
    });
    const atendimento = new AtendimentoDoTurno(
      { turno, textoDoMedico, transcricao, sinal },
      this.modelo,
      this.portas,
      { ...this.opcoes, persona: this.persona },
    );
    if (await this.orcamentoEsgotado()) return atendimento.entregar('orcamento_llm');
    return atendimento.executar();
  }

  private async orcamentoEsgotado(): Promise<boolean> {
    const { orcamentoDiarioUsd } = this.opcoes;
    if (orcamentoDiarioUsd === null) return false;
    return (await this.portas.chamadas.gastoHojeMicroUsd()) >= orcamentoDiarioUsd * 1_000_000;
  }
}
