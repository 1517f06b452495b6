package com.example.shop;

import java.io.Serializable;

/**
 * What a shopper is shown after a checkout. Immutable; kept in the session so that a reload shows it again.
 *
 * @param number the order's number
 * @param cents what was paid, in euro cents
 */
record Receipt(String number, int pieces, int cents) implements Serializable {}
