import type Anthropic from '@anthropic-ai/sdk';
import { AppError, type PassoAgente, type Turno } from '@julia/domain';
import { z } from 'zod';
import { fatosSchema, semFatos, somarFatos, type Fatos } from './ferramentas/fatos.ts';
import { contexto } from './prompt/contexto.ts';
import { mensagensIniciais } from './prompt/historico.ts';

const blocos = z.custom<Anthropic.ContentBlock[]>(Array.isArray);
/** One stored round: enough to send the model the same bytes again and to know what the tools had said by then. */
const passoSchema = z.object({
  versao: z.literal(1),
  modelo: z.string(),
  motivoModelo: z.string(),
  contexto: z.string(),
  /** What was added to the conversation since the round before: its tool results, corrections. */
  antes: z.custom<Anthropic.MessageParam[]>(Array.isArray),
  /** The model's blocks, thinking included, unchanged. */
  conteudo: blocos,
  fatos: fatosSchema,
});

export interface EscolhaFeita {
  readonly modelo: string;
  readonly motivo: string;
}

/** What the model is sent in one turn: grows at its end only, and can be rebuilt from the stored rounds. */
export class Transcricao {
  readonly escolha: EscolhaFeita;
  readonly contexto: string;
  readonly mensagens: Anthropic.MessageParam[];
  /** Rounds already stored. */
  passos: number;
  fatos: Fatos = semFatos;
  private novas: Anthropic.MessageParam[] = [];
  /** The last stored round, when its tools have yet to run in this attempt. */
  private pendente: Anthropic.ContentBlock[] | null = null;

  private constructor(turno: Turno, textoDoMedico: string, escolha: EscolhaFeita, texto: string) {
    this.escolha = escolha;
    this.contexto = texto;
    this.passos = turno.passos.length;
    this.mensagens = mensagensIniciais(turno, textoDoMedico);
  }

  /** `escolher` decides only for a new turn: thinking blocks belong to the model that made them. */
  static abrir(turno: Turno, textoDoMedico: string, escolher: () => EscolhaFeita): Transcricao {
    const passos = turno.passos.map((passo) => lerPasso(passo, turno));
    const [primeiro] = passos;
    const escolha = primeiro
      ? { modelo: primeiro.modelo, motivo: primeiro.motivoModelo }
      : escolher();
    const transcricao = new Transcricao(
      turno,
      textoDoMedico,
      escolha,
      primeiro?.contexto ?? contexto(turno),
    );
    for (const { antes, conteudo } of passos) {
      transcricao.mensagens.push(...antes, { role: 'assistant', content: conteudo });
    }
    const ultimo = passos.at(-1);
    if (ultimo) {
      transcricao.fatos = ultimo.fatos;
      transcricao.pendente = ultimo.conteudo;
    }
    return transcricao;
  }

  /** Blocks whose tools an earlier attempt may have left unfinished; handed out once. */
  retomar(): Anthropic.ContentBlock[] | null {
    const { pendente } = this;
    this.pendente = null;
    return pendente;
  }

  /** The round as it must be stored before its tools run. */
  passo(conteudo: Anthropic.ContentBlock[]): PassoAgente {
    return {
      versao: 1,
      modelo: this.escolha.modelo,
      motivoModelo: this.escolha.motivo,
      contexto: this.contexto,
      antes: this.novas,
      conteudo,
      fatos: this.fatos,
    };
  }

  /** After `passo` was stored. */
  pediuFerramentas(conteudo: Anthropic.ContentBlock[]): void {
    this.passos += 1;
    this.novas = [];
    this.mensagens.push({ role: 'assistant', content: conteudo });
  }

  acrescentar(...mensagens: Anthropic.MessageParam[]): void {
    this.novas = [...this.novas, ...mensagens];
    this.mensagens.push(...mensagens);
  }

  aprender(novos: Partial<Fatos>): void {
    this.fatos = somarFatos(this.fatos, novos);
  }
}

function lerPasso(passo: PassoAgente, { turnoId }: Turno) {
  const lido = passoSchema.safeParse(passo);
  if (lido.success) return lido.data;
  throw new AppError('bug', 'PASSO_INVALIDO', 'A stored round cannot be read', { turnoId });
}
