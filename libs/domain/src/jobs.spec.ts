import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { nomesAgendados } from './agendado/agenda.ts';
import { jobs, queues, type JobDefinition, type JobName, type QueueName } from './jobs.ts';
import { conteudoSchema, eventoWhatsappSchema } from './whatsapp/evento.ts';

const samplesFolder = fileURLToPath(new URL('../testing/job-samples/', import.meta.url));
const names = Object.keys(jobs) as JobName[];

/** Payloads that some version of ours has published. Append only: a job may wait in Redis across a deploy. */
function samplesOf(name: string): unknown[] {
  return JSON.parse(readFileSync(`${samplesFolder}${name}.json`, 'utf8')) as unknown[];
}

const definitions: Record<JobName, JobDefinition<z.ZodType>> = jobs;

describe('the sample payloads of the job registry', () => {
  it('exist for every job and for nothing else', () => {
    const files = readdirSync(samplesFolder).map((file) => file.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...names].sort());
    for (const name of names) expect(samplesOf(name).length).toBeGreaterThan(0);
  });

  it.each(names.flatMap((name) => samplesOf(name).map((sample, i) => [name, i, sample] as const)))(
    'of %s, number %i, still parses and has a key',
    (name, _i, sample) => {
      const { payload, key } = definitions[name];
      const parsed = payload.parse(sample);
      expect(key(parsed)).not.toBe('');
      expect(payload.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    },
  );

  it('show every kind of event and of content that can be registered', () => {
    const events = samplesOf('mensagem.registrar').map(
      (sample) => jobs['mensagem.registrar'].payload.parse(sample).evento,
    );
    const seen = new Set(events.map(({ tipo }) => tipo));
    const contents = new Set(
      events.flatMap((event) => ('conteudo' in event ? [event.conteudo.tipo] : [])),
    );
    const kinds = (options: readonly { shape: { tipo: { value: string } } }[]): string[] =>
      options.map(({ shape }) => shape.tipo.value).sort();
    expect([...seen].sort()).toEqual(kinds(eventoWhatsappSchema.unwrap().options));
    expect([...contents].sort()).toEqual(kinds(conteudoSchema.unwrap().options));
  });
});

describe('the job registry', () => {
  it('has a job for every entry of the agenda', () => {
    for (const nome of nomesAgendados) expect(names).toContain(nome);
  });

  it('never mixes in one queue what must be kept when it dies with what the sweep repeats', () => {
    for (const queue of Object.keys(queues) as QueueName[]) {
      const kinds = names
        .filter((name) => jobs[name].queue === queue)
        .map((name) => jobs[name].dedup);
      expect(new Set(kinds).size).toBe(1);
    }
  });

  it('keeps bodies with personal data for no more than an hour after success', () => {
    for (const name of ['mensagem.registrar', 'webhook.quarentenar'] as const) {
      expect(queues[jobs[name].queue].keepCompletedSeconds).toBeLessThanOrEqual(3_600);
    }
  });
});
