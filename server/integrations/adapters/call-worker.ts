import { parentPort } from 'node:worker_threads';
import { serveCalls } from './call-server';

if (parentPort) serveCalls(parentPort);
