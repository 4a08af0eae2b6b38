/** What profiles-service answers: who is registered, and who subscribed to whom. */
package io.peerstage.contract.profiles;
