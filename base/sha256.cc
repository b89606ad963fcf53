#include "base/sha256.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace partita::base {

struct Sha256::State {
  EVP_MD* digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(digest);
  }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  PARTITA_CHECK(state_->digest && state_->context, "OpenSSL offers no SHA-256");
}

Sha256::~Sha256() = default;

Sha256Digest Sha256::Hash(std::initializer_list<std::string_view> pieces) {
  Sha256Digest out;
  PARTITA_CHECK(EVP_DigestInit_ex2(state_->context, state_->digest, nullptr) == 1, "digest init");
  for (std::string_view piece : pieces) {
    PARTITA_CHECK(EVP_DigestUpdate(state_->context, piece.data(), piece.size()) == 1,
                  "digest update");
  }
  PARTITA_CHECK(EVP_DigestFinal_ex(state_->context, out.data(), nullptr) == 1, "digest final");
  return out;
}

}  // namespace partita::base
