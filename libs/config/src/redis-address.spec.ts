import { describe, expect, it } from '@jest/globals';
import { enderecoDoRedis } from './redis-address.ts';

const em = (REDIS_URL: string, REDIS_PASSWORD?: string) =>
  enderecoDoRedis({ REDIS_URL, REDIS_PASSWORD });

describe('the address of Redis', () => {
  it('stays as it is without a password', () => {
    expect(em('redis://redis:6379/0')).toBe('redis://redis:6379/0');
  });

  it('carries the password in a form that every character survives', () => {
    const url = new URL(em('redis://redis:6379/0', 'a/b@c:d%e#f?g'));
    expect(decodeURIComponent(url.password)).toBe('a/b@c:d%e#f?g');
    expect(`${url.protocol}//${url.host}${url.pathname}`).toBe('redis://redis:6379/0');
  });

  it('keeps a password that it has', () => {
    expect(em('rediss://u:minha@fora:6380/1', 'outra')).toBe('rediss://u:minha@fora:6380/1');
  });
});
