/**
 * Who is in which room and who feeds whom. {@link io.peerstage.signaling.Room} decides, purely; {@link io.peerstage.signaling.Signaling}
 * asks what must be asked and sends what was decided.
 */
package io.peerstage.signaling;
