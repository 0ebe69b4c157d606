import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../images.ts';

type Json = Record<string, unknown>;
interface Envelope {
  event: string;
  instance: string;
  data: unknown;
}

export type Especie = 'nova' | 'repetida' | 'status' | 'ignorada';

export interface Webhook {
  readonly especie: Especie;
  readonly corpo: string;
  /** Whose message this is, for the new ones. */
  readonly telefone?: string;
}

const pasta = join(ROOT, 'libs/whatsapp/fixtures/evolution');
const ler = (nome: string) =>
  JSON.parse(readFileSync(join(pasta, `${nome}.json`), 'utf8')) as Envelope;

const ignoradas = [
  'upsert.group.v230',
  'upsert.status-broadcast',
  'presence.update',
  'chats.upsert.unread',
  'contacts.upsert.array',
] as const;
const status = ['SERVER_ACK', 'DELIVERY_ACK', 'READ', 'PLAYED'] as const;
/** Copies are of messages still fresh in the provider's retries. */
const lembradas = 50;

/**
 * The webhooks of a busy number, in the shapes of the fixtures: new messages, each of another doctor, so that "answered
 * exactly once" can be counted per phone; copies of them; statuses of messages nobody knows; kinds that are ignored.
 */
export class Eventos {
  private readonly instancia: string;
  private readonly marca: string;
  private readonly texto = ler('upsert.text.v240rc-pn');
  private readonly recibo = ler('update.delivery_ack');
  private readonly semUso = ignoradas.map(ler);
  private readonly recentes: string[] = [];
  private readonly primeiroTelefone: number;
  private medicos = 0;
  private sequencia = 0;

  /** `serie` (0 to 999) keeps the doctors of one load apart from those of another on the same stack. */
  constructor(instancia: string, serie: number) {
    this.instancia = instancia;
    this.marca = `${String(serie).padStart(3, '0')}${Date.now().toString(36).toUpperCase()}`;
    this.primeiroTelefone = 5_511_970_000_000 + serie * 10_000;
  }

  nova(): Webhook {
    const telefone = String(this.primeiroTelefone + (this.medicos += 1));
    const data = this.texto.data as Json;
    const corpo = this.montar(this.texto, {
      ...data,
      key: {
        ...(data['key'] as Json),
        remoteJid: `${telefone}@s.whatsapp.net`,
        remoteJidAlt: `1${telefone.slice(-11).padStart(14, '0')}@lid`,
        id: this.id('AC'),
      },
      pushName: `Carga ${telefone.slice(-4)}`,
      messageTimestamp: Math.floor(Date.now() / 1_000),
    });
    this.recentes.push(corpo);
    if (this.recentes.length > lembradas) this.recentes.shift();
    return { especie: 'nova', corpo, telefone };
  }

  /** Takes turns: a copy, a status, an ignored kind. Before the first new message there is nothing to copy. */
  outra(): Webhook {
    const vez = (this.sequencia += 1);
    const copia = this.recentes[vez % Math.max(this.recentes.length, 1)];
    if (vez % 3 === 0 && copia !== undefined) return { especie: 'repetida', corpo: copia };
    return vez % 3 === 1 ? this.novoStatus(vez) : this.semEfeito(vez);
  }

  private novoStatus(vez: number): Webhook {
    const data = this.recibo.data as Json;
    const passo = Math.floor(vez / 3);
    const corpo = this.montar(this.recibo, {
      ...data,
      keyId: `3EB0${this.marca}${Math.floor(passo / status.length)}`,
      status: status[passo % status.length],
    });
    return { especie: 'status', corpo };
  }

  private semEfeito(vez: number): Webhook {
    const modelo = this.semUso[vez % this.semUso.length] ?? this.recibo;
    return { especie: 'ignorada', corpo: this.montar(modelo, modelo.data) };
  }

  private montar(modelo: Envelope, data: unknown): string {
    return JSON.stringify({ ...modelo, instance: this.instancia, data });
  }

  private id(prefixo: string): string {
    return `${prefixo}${this.marca}${String(this.medicos).padStart(12, '0')}`;
  }
}
