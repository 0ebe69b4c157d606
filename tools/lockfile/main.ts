import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { completar, type Lockfile } from './completar.ts';

/**
 * Adds what `npm install` left out of package-lock.json: a registry mirror that lacks the binary packages of other
 * platforms makes npm drop them, and then `npm ci` refuses the file. Run it after every `npm install`.
 */
const arquivo = join(raizDoProjeto, 'package-lock.json');
const lockfile = JSON.parse(readFileSync(arquivo, 'utf8')) as Lockfile;
const { completo, adicionados } = completar(lockfile);
writeFileSync(arquivo, `${JSON.stringify(completo, null, 2)}\n`);
console.log(`${adicionados.length} platform packages added to package-lock.json`);
