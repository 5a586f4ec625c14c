// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

#ifndef AXIS_CXMLSEC_SHIM_H
#define AXIS_CXMLSEC_SHIM_H

// Debian builds libxml2 with ICU and its headers then ask for ICU's; nothing of it is in the functions used here.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

// What Debian's xmlsec1-openssl.pc defines: the width of xmlSecSize and the set of algorithms depend on it.
#ifndef XMLSEC_NO_SIZE_T
#define XMLSEC_NO_SIZE_T 1
#endif
#ifndef XMLSEC_OPENSSL3_ENGINES
#define XMLSEC_OPENSSL3_ENGINES 1
#endif
#ifndef XMLSEC_NO_GOST
#define XMLSEC_NO_GOST 1
#endif
#ifndef XMLSEC_NO_GOST2012
#define XMLSEC_NO_GOST2012 1
#endif
#ifndef XMLSEC_NO_CRYPTO_DYNAMIC_LOADING
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1
#endif
#ifndef XMLSEC_CRYPTO_OPENSSL
#define XMLSEC_CRYPTO_OPENSSL 1
#endif

#include <xmlsec/xmlsec.h>
#include <xmlsec/buffer.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/keys.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/templates.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/openssl/x509.h>

/// Installs `handler` for the errors of `context` alone: its SAX table is private to it.
static inline void axis_xml_on_error(xmlParserCtxtPtr context, xmlStructuredErrorFunc handler) {
    if (context->sax != NULL) {
        context->sax->serror = handler;
    }
}

/// The calling thread's handler of errors that belong to no parser (canonicalisation, for one).
static inline xmlStructuredErrorFunc axis_xml_thread_handler(void) { return *__xmlStructuredError(); }

/// The context that goes with `axis_xml_thread_handler`.
static inline void *axis_xml_thread_handler_context(void) { return *__xmlStructuredErrorContext(); }

#endif
