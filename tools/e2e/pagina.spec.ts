import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { esperarAte } from '../infra/espera.ts';
import { montarPalco, type Palco } from './palco.ts';

const executablePath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((caminho) => existsSync(caminho));
if (!executablePath) {
  console.warn('pagina.spec: skipped, no Chromium on this machine (apt-get install -y chromium)');
}
/** A browser that stays on this machine. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

(executablePath ? describe : describe.skip)('the phone page', () => {
  let palco: Palco;
  let navegador: Browser;
  let pagina: Page;

  beforeAll(async () => {
    palco = await montarPalco();
    navegador = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
    pagina = await navegador.newPage({ locale: 'pt-BR', timezoneId: 'America/Sao_Paulo' });
    await pagina.goto(palco.simulador.url);
  }, 60_000);
  afterAll(async () => {
    await navegador.close();
    await palco.desmontar();
  });

  async function escrever(texto: string): Promise<void> {
    const caixa = pagina.getByRole('textbox', { name: 'Mensagem' });
    await caixa.fill(texto);
    await caixa.press('Enter');
  }

  it('shows an offer, a reservation and the ticks as they happen', async () => {
    await escrever('oi, tem plantão de anestesia essa semana ou na próxima?');
    await pagina
      .getByText(/R\$ ?[\d.]+/)
      .first()
      .waitFor({ timeout: 20_000 });
    await escrever('pode reservar');
    await pagina
      .getByText(/Reservei|reservad/i)
      .last()
      .waitFor({ timeout: 20_000 });
    const [plantao] = await palco.banco.sql`select 1 from vagas where status = 'reservada'`;
    expect(plantao).toBeDefined();
  }, 60_000);

  it('switches a fault on', async () => {
    await pagina.getByRole('button', { name: 'Falhas' }).click();
    const painel = pagina.getByRole('complementary', { name: 'Falhas' });
    await painel.getByRole('checkbox', { name: /Resposta vazia/ }).check();
    await esperarAte(async () => 'llm.vazia' in (await palco.simulador.chavesLigadas()));
  }, 60_000);
});
