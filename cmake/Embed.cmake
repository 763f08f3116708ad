# precis_embed(<target> <out.cpp> <header> <namespace> <function> ROOT <folder> FILES <files...>)
#
# Writes a C++ source that holds the files as text, so that the program needs no files beside it:
# `std::span<const Embedded> function()` of pairs path (relative to ROOT) and text.
function(precis_embed target output header namespace function)
  cmake_parse_arguments(PARSE_ARGV 5 arg "" "ROOT" "FILES")
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DHEADER=${header} -DNAMESPACE=${namespace}
            -DFUNCTION=${function} -DROOT=${arg_ROOT} "-DFILES=${arg_FILES}"
            -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${arg_FILES} ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
