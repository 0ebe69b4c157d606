import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { CommandResult } from '../command.ts';
import { removerPasta } from '../projeto-arquivos.ts';
import { ProjetoCompose } from '../projeto-compose.ts';
import type { SuiteContext } from '../context.ts';
import { ETIQUETA_ATRASADA, VIZINHOS } from './imagens.ts';

const BANCO = 'postgres://postgres@banco-embutido:5432/postgres';

/** An installation with everything a backup copies, whose repository lies outside of it, as an external disk would. */
export class CenaDeBackup {
  readonly projeto: ProjetoCompose;
  readonly repositorio: string;

  private constructor(projeto: ProjetoCompose, repositorio: string) {
    this.projeto = projeto;
    this.repositorio = repositorio;
  }

  static async criar({ env }: SuiteContext): Promise<CenaDeBackup> {
    const repositorio = await mkdtemp(join(tmpdir(), 'julia-repositorio-'));
    const projeto = await ProjetoCompose.criar({
      env,
      nome: 'backup',
      arquivos: ['evolution.yaml', 'backup.yaml'],
      variaveis: {
        COMPOSE_PROFILES: 'simulador,evolution',
        // Copies carry their migrations: no part of this may depend on what the image knows.
        JULIA_BACKUP_TAG: ETIQUETA_ATRASADA,
        EVOLUTION_IMAGE: VIZINHOS.evolution,
        EVOLUTION_POSTGRES_IMAGE: VIZINHOS.postgres,
        EVOLUTION_POSTGRES_PASSWORD: randomBytes(18).toString('hex'),
        EVOLUTION_PORTA: '0',
        REDIS_PASSWORD: '',
        BACKUP_SENHA: randomBytes(24).toString('hex'),
        BACKUP_PASTA: repositorio,
      },
    });
    return new CenaDeBackup(projeto, repositorio);
  }

  async remover(): Promise<void> {
    await this.projeto.remover();
    await removerPasta(this.repositorio);
  }

  julia(...args: string[]): Promise<CommandResult> {
    return this.projeto.script('./julia', ...args);
  }

  /** The same, but it must succeed. Gives everything it said. */
  async exigir(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.julia(...args);
    const disse = `${stdout}\n${stderr}`.trim();
    assert.equal(code, 0, `./julia ${args.join(' ')} terminou com ${code}:\n${disse.slice(-4000)}`);
    return disse;
  }

  /** One throw-away container of the backup image, started as `docker compose run` would, with another program. */
  naImagem(opcoes: readonly string[], programa: string): Promise<CommandResult> {
    const run = ['run', '--rm', '--no-deps', '-T', ...opcoes, '--entrypoint', 'bash', 'backup'];
    return this.projeto.compose(...run, '-c', programa);
  }

  /** Rows as text, columns separated by |. */
  async sql(comando: string, url = BANCO): Promise<string> {
    const { code, stdout, stderr } = await this.naImagem(
      ['-e', `SQL=${comando}`, '-e', `URL=${url}`],
      'psql "$URL" -qAt -v ON_ERROR_STOP=1 -c "$SQL"',
    );
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }

  /** In Evolution's database, whose password the container has anyway. */
  async sqlDaEvolution(comando: string): Promise<string> {
    const { code, stdout, stderr } = await this.naImagem(
      ['-e', `SQL=${comando}`],
      'PGPASSWORD=$EVOLUTION_POSTGRES_PASSWORD psql -h evolution-postgres -U evolution -qAt -v ON_ERROR_STOP=1 -c "$SQL"',
    );
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }

  /** What a backup must bring back, told by other means than its own manifest. */
  async retrato(): Promise<string> {
    const banco = await this.sql(`
      select 'mensagens', count(*), md5(string_agg(id || texto || direcao || criada_em, ',' order by id)) from mensagens
      union all select 'medicos', count(*), md5(string_agg(id || nome || criado_em, ',' order by id)) from medicos
      union all select 'aliases', count(*), md5(string_agg(tipo || valor || medico_id, ',' order by tipo, valor)) from medico_aliases
      union all select 'vagas', count(*), md5(string_agg(v::text, ',' order by id)) from vagas v
      union all select 'hospitais', count(*), md5(string_agg(h::text, ',' order by id)) from hospitais h
      union all select 'migracoes', count(*), md5(string_agg(nome || sha256, ',' order by nome)) from julia_migracoes.aplicadas
      union all select 'turnos', count(*), md5(string_agg(t::text, ',' order by id)) from turnos t order by 1`);
    const evolution = await this.sqlDaEvolution(
      "select count(*), md5(string_agg(t::text, ',' order by id)) from evolution_api.sessao t",
    );
    const arquivos = await this.projeto.exigir(
      ...['exec', '-T', 'evolution-api', 'sh', '-c'],
      'cd /evolution/instances && find . -type f | sort | xargs sha256sum',
    );
    const redis = await this.redis('GET', 'marca');
    return [banco, evolution, arquivos, redis].join('\n');
  }

  /** True when nothing waits, is being answered or is leaving. */
  async emSilencio(): Promise<true | undefined> {
    const abertos = await this.sql(`
      select (select count(*) from turnos where fechado_em is null)
        + (select count(*) from mensagens where direcao = 'entrada' and respondida_em is null)
        + (select count(*) from mensagens where status in ('pendente', 'enviando', 'incerta'))`);
    return abertos === '0' ? true : undefined;
  }

  redis(...comando: string[]): Promise<string> {
    return this.projeto.exigir('exec', '-T', 'redis', 'redis-cli', '-e', '-n', '0', ...comando);
  }
}
