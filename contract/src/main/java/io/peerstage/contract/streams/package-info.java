/** What streams-service answers: the schedule, and which show is on. */
package io.peerstage.contract.streams;
