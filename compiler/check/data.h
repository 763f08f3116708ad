#pragma once

// Declarations that become reference data: code systems, value sets, measurements, enumerations,
// genes, catalogs and outcomes.

#include "compiler/check/context.h"

namespace precis::check {

// Declares all of them in all modules, in an order in which each finds what it refers to.
void declare_data(Context& context);

// The gene and its phenotypes.
void declare_gene(Context& context, SymbolId symbol, const syntax::Gene& gene, bool damaged);

// The allele that was probably meant, or the first of those that there are.
std::string near_alleles(const runtime::Gene& gene, std::string_view name);

// How a result of the gene is written.
std::string diplotype_help(const runtime::Gene& gene);
// The catalog and its rows, read from its file.
void declare_catalog(Context& context, SymbolId symbol, const syntax::Catalog& catalog,
                     bool damaged);

// Whether a code is formed as its system forms codes; reports one that is not.
bool check_code(Context& context, std::uint32_t system, const syntax::Text& code);

// The file that a declaration of the module names, which the program then depends on; reports one
// that is not there.
std::optional<source::FileId> data_file(Context& context, std::size_t module,
                                        const syntax::Text& from);

std::uint32_t add_value_set(Context& context, runtime::ValueSet set, source::Span span);

// The symbol of a code that the program itself holds.
std::uint32_t named_code(Context& context, std::uint32_t system, std::string_view code);

// Whether a text stands for all codes that begin with it, where one code is meant; reports it.
bool is_prefix(Context& context, const syntax::Text& code);

// The value set with these entries that something written in place stands for; made when it is new.
std::uint32_t written_value_set(Context& context, const std::string& name,
                                std::vector<runtime::ValueSetEntry> entries);

// The systems that entries of a value set are of.
std::vector<std::uint32_t> systems_of(const Context& context, std::uint32_t value_set);

}  // namespace precis::check
