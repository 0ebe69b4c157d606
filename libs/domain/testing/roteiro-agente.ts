import { Agente, type RespostaAgente } from '../src/agente/agente.ts';
import type { Turno } from '../src/conversa/turnos.ts';

/** Answers what it is told to; remembers what it was asked. */
export class RoteiroAgente extends Agente {
  readonly perguntas: string[] = [];
  private readonly resposta: RespostaAgente;

  constructor(resposta: RespostaAgente) {
    super();
    this.resposta = resposta;
  }

  static queDiz(texto: string): RoteiroAgente {
    return new RoteiroAgente({ tipo: 'texto', texto, progresso: false, bloqueados: [] });
  }

  override responder(_turno: Turno, textoDoMedico: string): Promise<RespostaAgente> {
    this.perguntas.push(textoDoMedico);
    return Promise.resolve(this.resposta);
  }
}
