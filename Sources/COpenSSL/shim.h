// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

#ifndef AXIS_COPENSSL_SHIM_H
#define AXIS_COPENSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// What Swift cannot import (variadic functions, macros, the typed stacks) gets a typed name here.

// MARK: Key generation (variadic in OpenSSL)

static inline EVP_PKEY *axis_generate_rsa(size_t bits) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", bits);
}

static inline EVP_PKEY *axis_generate_ec(const char *group) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", group);
}

// MARK: Memory buffers (macros in OpenSSL)

static inline size_t axis_bio_contents(BIO *bio, const unsigned char **bytes) {
    char *start = NULL;
    long length = BIO_get_mem_data(bio, &start);
    *bytes = (const unsigned char *)start;
    return length > 0 ? (size_t)length : 0;
}

// MARK: Stacks of certificates

static inline STACK_OF(X509) *axis_x509_stack_new(void) { return sk_X509_new_null(); }

static inline int axis_x509_stack_count(const STACK_OF(X509) *stack) {
    return stack == NULL ? 0 : sk_X509_num(stack);
}

static inline X509 *axis_x509_stack_value(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

/// Adds a certificate, whose reference the stack then shares. Returns 1, or 0 when memory is out.
static inline int axis_x509_stack_add(STACK_OF(X509) *stack, X509 *certificate) {
    return X509_add_cert(stack, certificate, X509_ADD_FLAG_UP_REF);
}

static inline void axis_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// MARK: Stacks of other things

static inline int axis_revoked_count(STACK_OF(X509_REVOKED) *stack) {
    return stack == NULL ? 0 : sk_X509_REVOKED_num(stack);
}

static inline X509_REVOKED *axis_revoked_value(STACK_OF(X509_REVOKED) *stack, int index) {
    return sk_X509_REVOKED_value(stack, index);
}

static inline int axis_signer_count(STACK_OF(CMS_SignerInfo) *stack) {
    return stack == NULL ? 0 : sk_CMS_SignerInfo_num(stack);
}

static inline CMS_SignerInfo *axis_signer_value(STACK_OF(CMS_SignerInfo) *stack, int index) {
    return sk_CMS_SignerInfo_value(stack, index);
}

/// 1 when a revocation list is for all reasons and for the certificates of its own issuer only.
static inline int axis_crl_is_plain(const X509_CRL *crl) {
    int critical = -1;
    ISSUING_DIST_POINT *point = X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, &critical, NULL);
    if (point == NULL) return critical == -1;
    int plain = point->indirectCRL <= 0 && point->onlysomereasons == NULL;
    ISSUING_DIST_POINT_free(point);
    return plain;
}

// MARK: Macros

static inline int axis_rsa_use_pkcs1(EVP_PKEY_CTX *context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
}

static inline int axis_set_signature_digest(EVP_PKEY_CTX *context, const EVP_MD *digest) {
    return EVP_PKEY_CTX_set_signature_md(context, digest);
}

static inline unsigned long axis_name_hash(const X509_NAME *name) {
    return X509_NAME_hash_ex(name, NULL, NULL, NULL);
}

/// Prints a name as RFC 2253 does, but with letters outside ASCII as UTF-8 instead of escapes.
static inline int axis_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

/// Adds one attribute, given as UTF-8, to a name.
static inline int axis_add_name_entry(X509_NAME *name, const char *field, const unsigned char *text, int length) {
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, text, length, -1, 0);
}

static inline void axis_set_extension_context(
    X509V3_CTX *context, X509 *issuer, X509 *subject, X509_CRL *crl
) {
    X509V3_set_ctx(context, issuer, subject, NULL, crl, 0);
    X509V3_set_ctx_nodb(context);
}

#endif
