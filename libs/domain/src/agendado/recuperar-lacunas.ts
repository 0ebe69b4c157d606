import type { RegistrarEvento } from '../conversa/registrar-evento.ts';
import type { Relogio } from '../relogio.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import type { Mensageiro } from '../whatsapp/mensageiro.ts';
import type { Contagens, TarefaAgendada } from './executar-agendado.ts';
import type { Varredura } from './varredura.ts';

/** Evolution gives up on a webhook after about 25 minutes. */
const janelaMs = 30 * 60_000;

export interface OpcoesLacunas {
  /** The configured number: asked about also before its first webhook was accepted. */
  readonly instancia: string;
}

/**
 * Asks the provider for the messages of the last 30 minutes and for the state of each number, and registers what never
 * reached us.
 */
export class RecuperarLacunas implements TarefaAgendada {
  private readonly varredura: Varredura;
  private readonly mensageiro: Mensageiro;
  private readonly registrar: Pick<RegistrarEvento, 'executar'>;
  private readonly relogio: Relogio;
  private readonly opcoes: OpcoesLacunas;

  constructor(
    varredura: Varredura,
    mensageiro: Mensageiro,
    registrar: Pick<RegistrarEvento, 'executar'>,
    relogio: Relogio,
    opcoes: OpcoesLacunas,
  ) {
    this.varredura = varredura;
    this.mensageiro = mensageiro;
    this.registrar = registrar;
    this.relogio = relogio;
    this.opcoes = opcoes;
  }

  async executar(): Promise<Contagens> {
    const ate = this.relogio.agora();
    const desde = new Date(ate.getTime() - janelaMs);
    let vistas = 0;
    let recuperadas = 0;
    let ausentes = 0;
    let conexoesCorrigidas = 0;
    const falhas: unknown[] = [];
    const conhecidas = await this.varredura.instancias();
    for (const instancia of new Set([...conhecidas, this.opcoes.instancia])) {
      try {
        const eventos = await this.mensageiro.listarMensagens(instancia, desde, ate);
        // Deleted at the provider: nothing to recover, now or at a later try.
        if (!eventos) ausentes += 1;
        for (const evento of emOrdem(eventos ?? [])) {
          const fatos = await this.registrar.executar(evento);
          vistas += 1;
          if (fatos['nova'] === true) recuperadas += 1;
        }
        if (eventos && (await this.conferirConexao(instancia))) conexoesCorrigidas += 1;
      } catch (thrown) {
        // One that cannot be asked must not keep the others from being asked.
        falhas.push(thrown);
      }
    }
    if (falhas.length > 0) throw falhas[0];
    return { vistas, recuperadas, ausentes, conexoesCorrigidas };
  }

  /** A number that is taken for closed would hold back what is proactive for as long as its session lasts. */
  private async conferirConexao(instancia: string): Promise<boolean> {
    const perguntadoEm = this.relogio.agora();
    const estado = await this.mensageiro.estadoConexao(instancia);
    return this.varredura.conferirConexao(instancia, estado, perguntadoEm);
  }
}

/** Oldest first, as they would have come: the provider lists the newest first. */
function emOrdem(eventos: readonly EventoWhatsapp[]): EventoWhatsapp[] {
  return eventos.toSorted((a, b) => instanteDe(a) - instanteDe(b));
}

function instanteDe(evento: EventoWhatsapp): number {
  return 'enviadaEm' in evento ? new Date(evento.enviadaEm).getTime() : 0;
}
