import { Peerstage } from 'peerstage-client';

/** This page's one client of the server it came from. */
export const stage = new Peerstage();
