import { describe, expect, it } from '@jest/globals';
import { SoloGate, type Leave } from './solo-gate.ts';

/** Enters in order and tells who is inside. */
function visitors(gate: SoloGate) {
  const inside = new Map<string, Leave>();
  return {
    inside: () => [...inside.keys()].sort(),
    async arrive(name: string, solo = false): Promise<void> {
      inside.set(name, await (solo ? gate.enterAlone() : gate.enter()));
    },
    async leave(name: string): Promise<void> {
      inside.get(name)?.();
      inside.delete(name);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('the gate', () => {
  it('lets ordinary jobs in side by side', async () => {
    const { arrive, inside } = visitors(new SoloGate());
    await Promise.all([arrive('a'), arrive('b'), arrive('c')]);
    expect(inside()).toEqual(['a', 'b', 'c']);
  });

  it('lets a solo job in only when everybody has left, and nobody until it leaves', async () => {
    const { arrive, inside, leave } = visitors(new SoloGate());
    await Promise.all([arrive('a'), arrive('b')]);
    void arrive('suspeito', true);
    void arrive('c');
    await leave('a');
    expect(inside()).toEqual(['b']);
    await leave('b');
    expect(inside()).toEqual(['suspeito']);
    await leave('suspeito');
    expect(inside()).toEqual(['c']);
  });

  it('keeps the order of arrival, so that no one starves', async () => {
    const { arrive, inside, leave } = visitors(new SoloGate());
    await arrive('a');
    void arrive('s1', true);
    void arrive('b');
    void arrive('s2', true);
    await leave('a');
    expect(inside()).toEqual(['s1']);
    await leave('s1');
    expect(inside()).toEqual(['b']);
    await leave('b');
    expect(inside()).toEqual(['s2']);
  });

  it('counts a job that leaves twice once', async () => {
    const gate = new SoloGate();
    const leave = await gate.enter();
    await gate.enter();
    leave();
    leave();
    let entered = false;
    void gate.enterAlone().then(() => (entered = true));
    await Promise.resolve();
    await Promise.resolve();
    expect(entered).toBe(false);
  });
});
