import { describe, expect, it } from '@jest/globals';
import { run } from './command.ts';

describe('a command', () => {
  it('gets what it asks for once it has asked', async () => {
    const script = 'cat /dev/null; printf "Digite sim para continuar: "; read -r r; echo "[$r]"';
    const answer = { question: /continuar: $/, line: 'sim' };
    const { code, stdout } = await run('bash', ['-c', script], { answer });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Digite sim para continuar: [sim]\n' });
  });

  it('is answered at a terminal too, where only a terminal may answer', async () => {
    const script = '[ -t 0 ] && [ -t 1 ] && read -r -p "continuar: " r && echo "[$r]"';
    const answer = { question: /continuar: $/, line: 'sim' };
    const args = ['-qefc', `bash -c '${script}'`, '/dev/null'];
    const { code, stdout } = await run('script', args, { answer });
    expect(code).toBe(0);
    expect(stdout).toContain('[sim]');
  });

  it('without an answer finds its standard input at an end', async () => {
    expect((await run('bash', ['-c', 'read -r r'])).code).toBe(1);
  });
});
