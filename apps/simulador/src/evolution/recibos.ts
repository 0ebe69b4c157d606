import type { Chaves } from '../chaves/chaves.ts';
import type { MensagemGuardada, Mundo, StatusMensagem } from '../mundo/mundo.ts';
import type { EntregadorWebhook } from './entregador-webhook.ts';
import { mensagemEnviadaPelaApi, statusMudou } from './eventos.ts';

/** What WhatsApp reports after a send: the echo, then the ticks. */
export class Recibos {
  private readonly mundo: Mundo;
  private readonly chaves: Chaves;
  private readonly entregador: EntregadorWebhook;
  private readonly statusMs: readonly [number, number, number];
  private readonly esperas = new Set<NodeJS.Timeout>();

  constructor(
    mundo: Mundo,
    chaves: Chaves,
    entregador: EntregadorWebhook,
    statusMs: readonly [number, number, number],
  ) {
    this.mundo = mundo;
    this.chaves = chaves;
    this.entregador = entregador;
    this.statusMs = statusMs;
  }

  doEnvio(mensagem: MensagemGuardada): void {
    this.entregador.enviar(mensagemEnviadaPelaApi(mensagem));
    this.tiques(mensagem);
  }

  /** The phone shows it, Evolution stays silent about it: its ticks are seen only on the phone page. */
  semEco(mensagem: MensagemGuardada): void {
    this.tiques(mensagem);
  }

  /** Our side read what the doctor wrote. */
  lidaPorNos(idProvedor: string): void {
    this.mudar(idProvedor, 'READ');
  }

  zerar(): void {
    for (const espera of this.esperas) clearTimeout(espera);
    this.esperas.clear();
  }

  private tiques({ idProvedor, telefone }: MensagemGuardada): void {
    if (this.chaves.usar('envio.sem-confirmacao', telefone)) return;
    const [servidor, entrega, leitura] = this.statusMs;
    this.depois(servidor, () => this.mudar(idProvedor, 'SERVER_ACK'));
    if (this.chaves.usar('envio.status-erro', telefone)) {
      this.depois(entrega, () => this.recusar(idProvedor));
      return;
    }
    this.depois(entrega, () => this.mudar(idProvedor, 'DELIVERY_ACK'));
    this.depois(leitura, () => this.mudar(idProvedor, 'READ'));
  }

  private mudar(idProvedor: string, status: StatusMensagem): void {
    const mensagem = this.mundo.elevarStatus(idProvedor, status);
    if (mensagem) this.relatar(mensagem, status);
  }

  private recusar(idProvedor: string): void {
    const mensagem = this.mundo.marcarErro(idProvedor);
    if (mensagem) this.relatar(mensagem, 'ERROR');
  }

  /** An update whose message is not in Evolution's database is dropped there. */
  private relatar(mensagem: MensagemGuardada, status: StatusMensagem): void {
    if (!mensagem.registrada) return;
    this.entregador.enviar(statusMudou(mensagem, this.mundo.medico(mensagem.telefone), status));
  }

  private depois(ms: number, acao: () => void): void {
    const espera = setTimeout(() => {
      this.esperas.delete(espera);
      acao();
    }, ms);
    this.esperas.add(espera.unref());
  }
}
