# The script behind precis_embed: run with -P at build time.
set(text "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\nstatic constexpr Embedded Files[] = {\n")
foreach(file IN LISTS FILES)
  file(READ ${file} content)
  file(RELATIVE_PATH path ${ROOT} ${file})
  string(APPEND text "    {\"${path}\", R\"precis(${content})precis\"},\n")
endforeach()
string(APPEND text "};\n\nstd::span<const Embedded> ${FUNCTION}() { return Files; }\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${text}")
