import type { RegistrarEvento } from '../conversa/registrar-evento.ts';
import type { Relogio } from '../relogio.ts';
import type { EventoWhatsapp } from '../whatsapp/evento.ts';
import type { Mensageiro } from '../whatsapp/mensageiro.ts';
import type { Contagens, TarefaAgendada } from './executar-agendado.ts';
import type { Varredura } from './varredura.ts';

/** Evolution gives up on a webhook after about 25 minutes. */
const janelaMs = 30 * 60_000;

/** Asks the provider for the messages of the last 30 minutes and registers what never reached us. */
export class RecuperarLacunas implements TarefaAgendada {
  private readonly varredura: Varredura;
  private readonly mensageiro: Mensageiro;
  private readonly registrar: Pick<RegistrarEvento, 'executar'>;
  private readonly relogio: Relogio;

  constructor(
    varredura: Varredura,
    mensageiro: Mensageiro,
    registrar: Pick<RegistrarEvento, 'executar'>,
    relogio: Relogio,
  ) {
    this.varredura = varredura;
    this.mensageiro = mensageiro;
    this.registrar = registrar;
    this.relogio = relogio;
  }

  async executar(): Promise<Contagens> {
    const ate = this.relogio.agora();
    const desde = new Date(ate.getTime() - janelaMs);
    let vistas = 0;
    let recuperadas = 0;
    const falhas: unknown[] = [];
    for (const instancia of await this.varredura.instancias()) {
      try {
        for (const evento of await this.listar(instancia, desde, ate)) {
          const fatos = await this.registrar.executar(evento);
          vistas += 1;
          if (fatos['nova'] === true) recuperadas += 1;
        }
      } catch (thrown) {
        // A number that is gone must not keep the others from being asked.
        falhas.push(thrown);
      }
    }
    if (falhas.length > 0) throw falhas[0];
    return { vistas, recuperadas };
  }

  /** Oldest first, as they would have come: the provider lists the newest first. */
  private async listar(instancia: string, desde: Date, ate: Date): Promise<EventoWhatsapp[]> {
    const eventos = await this.mensageiro.listarMensagens(instancia, desde, ate);
    return eventos.toSorted((a, b) => instanteDe(a) - instanteDe(b));
  }
}

function instanteDe(evento: EventoWhatsapp): number {
  return 'enviadaEm' in evento ? new Date(evento.enviadaEm).getTime() : 0;
}
