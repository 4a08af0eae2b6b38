/** The files of the frontend. */
package io.peerstage.gateway.pages;
